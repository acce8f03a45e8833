// Usage: node psd.js CONTENDER JOB THREADS REPEATS LIST; prints the same line as psd.py. Jobs: tree, decode, merged.
const fs = require('node:fs');

const [, , contender, job, , repeatsText, list] = process.argv;
const flat = (node) => (node.children ?? []).flatMap((child) => [child, ...flat(child)]);
const bytes = (file) => new Uint8Array(fs.readFileSync(file)).buffer;

function agPsd() {
  const { initializeCanvas, readPsd } = require('ag-psd');
  const plain = (width, height) => ({ width, height, data: new Uint8ClampedArray(width * height * 4) });
  initializeCanvas(() => { throw new Error('only image data is wanted'); }, plain);
  const read = (file, skip) => readPsd(fs.readFileSync(file), { useImageData: true, skipThumbnail: true, ...skip });
  return {
    tree: (file) => flat(read(file, { skipLayerImageData: true, skipCompositeImageData: true })).map((layer) => layer.name),
    decode: (file) => flat(read(file, { skipCompositeImageData: true })).filter((layer) => layer.imageData).length,
    merged: (file) => read(file, { skipLayerImageData: true }).imageData.data.length,
  };
}

async function webtoon() {
  const module = await import('@webtoon/psd').catch(() => import(require.resolve('@webtoon/psd')));
  const Psd = module.default.default ?? module.default;
  return {
    tree: (file) => flat(Psd.parse(bytes(file))).map((layer) => layer.name),
    decode: async (file) => {
      for (const layer of Psd.parse(bytes(file)).layers) {
        if (layer.width * layer.height) await layer.composite(false, false);
      }
    },
    merged: (file) => Psd.parse(bytes(file)).composite(false, false),
  };
}

async function timed(work, file, repeats) {
  const walls = [];
  const cpus = [];
  for (let turn = 0; turn < repeats; turn++) {
    const wall = process.hrtime.bigint();
    const cpu = process.cpuUsage();
    try {
      await work(file);
    } catch (problem) {
      return { error: String(problem?.message ?? problem).slice(0, 200) };
    }
    const spent = process.cpuUsage(cpu);
    walls.push(Number(process.hrtime.bigint() - wall) / 1e6);
    cpus.push((spent.user + spent.system) / 1e3);
  }
  const middle = (values) => values.sort((a, b) => a - b)[values.length >> 1];
  return { wall: middle(walls), cpu: middle(cpus) };
}

(async () => {
  console.warn = console.error = () => {};
  const work = (contender === 'ag-psd' ? agPsd() : await webtoon())[job];
  const files = {};
  for (const file of fs.readFileSync(list, 'utf8').split('\n').filter(Boolean)) {
    fs.readFileSync(file);
    files[file] = await timed(work, file, Number(repeatsText));
  }
  process.stdout.write(`${JSON.stringify({ files, rss_mb: process.resourceUsage().maxRSS / 1024 })}\n`);
})();
