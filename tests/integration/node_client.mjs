// A client in another language: scan, search, rename, undo. Its only argument is JSON; it answers with JSON.
import { spawn } from "node:child_process";
import { readdirSync } from "node:fs";
import { createInterface } from "node:readline";

class Client {
  constructor([program, ...options]) {
    this.jobs = new Map();
    this.strays = [];
    this.process = spawn(program, options, { stdio: ["pipe", "pipe", "inherit"] });
    this.ended = new Promise((resolve) => this.process.once("exit", resolve));
    createInterface({ input: this.process.stdout, crlfDelay: Infinity }).on("line", (line) => this.take(JSON.parse(line)));
  }

  take(line) {
    const job = this.jobs.get(line.id);
    if (job === undefined) {
      this.strays.push(line);
      return;
    }
    job.lines.push(line);
    if (line.type === "done" || line.type === "error") {
      this.jobs.delete(line.id);
      job.resolve(job.lines);
    }
  }

  run(id, op, payload) {
    return new Promise((resolve) => {
      this.jobs.set(id, { lines: [], resolve });
      this.send({ id, type: "run", op, payload });
    });
  }

  send(message) {
    this.process.stdin.write(JSON.stringify(message) + "\n");
  }
}

const { command, folder, other, variables } = JSON.parse(process.argv[2]);
const client = new Client(command);
const told = { trees: {} };
const look = (moment) => {
  told.trees[moment] = readdirSync(folder).filter((name) => !name.startsWith(".")).sort();
};
const renaming = { folder, order: ["감정"], template: "그림_[감정]", variables };

look("before");
[told.scan, told.scanOther] = await Promise.all([
  client.run("scan", "scan", { folder, progress_step: 1 }),
  client.run("scan other", "scan", { folder: other }),
]);
told.search = await client.run(1, "search", { tags: "smile" });
told.plan = await client.run("plan", "rename", renaming);
look("planned");
told.rename = await client.run("rename", "rename", { ...renaming, dry_run: false });
look("renamed");
told.searchAgain = await client.run(2, "search", { tags: "smile" });
told.journal = await client.run("journal", "journal_list", {});
const job = told.rename.at(-1).payload.job;
told.undo = await client.run("undo", "undo", { job, dry_run: false });
look("undone");
client.send({ id: "nobody", type: "cancel" });
client.process.stdin.end();
told.code = await client.ended;
told.strays = client.strays;
process.stdout.write(JSON.stringify(told));
