// Usage: node thumbs.js sharp SIZE THREADS METHOD LIST [SAVE_FOLDER]; prints the same line as thumbs.py.
const fs = require('node:fs');
const path = require('node:path');
const sharp = require('sharp');

const [, , , sizeText, threadsText, methodText, list, save] = process.argv;
const size = Number(sizeText);
sharp.concurrency(1);
sharp.cache(false);
const files = fs.readFileSync(list, 'utf8').split('\n').filter(Boolean);
const piece = Buffer.alloc(1 << 18);
for (const file of files) {
  const handle = fs.openSync(file);
  while (fs.readSync(handle, piece) > 0);
  fs.closeSync(handle);
}
const kinds = {};
let next = 0;
let outBytes = 0;

async function lane() {
  while (next < files.length) {
    const file = files[next++];
    const began = process.cpuUsage();
    const data = await sharp(file, { limitInputPixels: false })
      .resize(size, size, { fit: 'inside', withoutEnlargement: true })
      .webp({ quality: 85, effort: Number(methodText) })
      .toBuffer();
    const spent = process.cpuUsage(began);
    const kind = path.basename(path.dirname(file));
    (kinds[kind] ??= []).push((spent.user + spent.system) / 1e3);
    outBytes += data.length;
    if (save) fs.writeFileSync(path.join(save, `${kind}-${path.parse(file).name}.webp`), data);
  }
}

(async () => {
  const before = process.resourceUsage().maxRSS / 1024;
  const wall = process.hrtime.bigint();
  const cpu = process.cpuUsage();
  await Promise.all(Array.from({ length: Number(threadsText) }, lane));
  const spent = process.cpuUsage(cpu);
  console.log(JSON.stringify({
    wall: Number(process.hrtime.bigint() - wall) / 1e9,
    cpu: (spent.user + spent.system) / 1e6,
    files: files.length,
    ms: Object.fromEntries(Object.entries(kinds).map(([kind, all]) => [kind, all.reduce((a, b) => a + b) / all.length])),
    rss_mb: process.resourceUsage().maxRSS / 1024,
    rss_before_mb: before,
    in_bytes: files.reduce((sum, file) => sum + fs.statSync(file).size, 0),
    out_bytes: outBytes,
  }));
})();
