/** Load a picture of the back end; when `signal` is raised the request ends, and the back end stops drawing. */
export function loadPicture(address: string, signal: AbortSignal): Promise<HTMLImageElement> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) return reject(signal.reason);
    const image = new Image();
    const leave = () => {
      image.onload = image.onerror = null;
      image.src = "";
      reject(signal.reason);
    };
    signal.addEventListener("abort", leave, { once: true });
    image.onload = () => {
      signal.removeEventListener("abort", leave);
      resolve(image);
    };
    image.onerror = () => {
      signal.removeEventListener("abort", leave);
      reject(new Error(`there is no picture at ${address}`));
    };
    image.src = address;
  });
}
