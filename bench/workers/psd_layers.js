// Usage: node psd_layers.js LIST; a line of JSON a file: its layers, groups before their members, with the SHA-256
// of each layer's RGBA, or the error that ag-psd gives.
const crypto = require('node:crypto');
const fs = require('node:fs');
const { initializeCanvas, readPsd } = require('ag-psd');

function flat(layers) {
  return layers.flatMap((layer) => [layer, ...flat(layer.children ?? [])]);
}

function about(layer) {
  const image = layer.imageData;
  const bytes = image && image.width && image.height && image.data instanceof Uint8ClampedArray;
  const digest = bytes ? crypto.createHash('sha256').update(image.data).digest('hex') : null;
  return { name: layer.name, width: image?.width ?? 0, height: image?.height ?? 0, digest };
}

const plain = (width, height) => ({ width, height, data: new Uint8ClampedArray(width * height * 4) });
initializeCanvas(() => { throw new Error('only image data is wanted'); }, plain);
console.warn = console.error = () => {};
for (const file of fs.readFileSync(process.argv[2], 'utf8').split('\n').filter(Boolean)) {
  try {
    const psd = readPsd(fs.readFileSync(file), { useImageData: true, skipCompositeImageData: true, skipThumbnail: true });
    process.stdout.write(`${JSON.stringify({ file, layers: flat(psd.children ?? []).map(about) })}\n`);
  } catch (problem) {
    process.stdout.write(`${JSON.stringify({ file, error: String(problem.message).slice(0, 200) })}\n`);
  }
}
