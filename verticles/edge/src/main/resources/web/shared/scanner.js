// Reads a QR code through the camera: with the browser's own BarcodeDetector where it has one, otherwise with
// jsQR, which is loaded the first time it is needed.

const LOOK_EVERY_MS = 120;
const FRAME_MAX_PX = 720;
const JSQR = new URL("./vendor/jsqr/jsQR.js", import.meta.url).href;

/** Why no camera picture came, as a name that texts can be found by. */
export class CameraProblem extends Error {
  constructor(reason) {
    super("no camera picture");
    this.reason = reason;
  }
}

/**
 * Shows the camera in `video` and calls `onText` with each text read, until the answered function is called.
 * Throws CameraProblem: INSECURE, DENIED, NONE or BUSY.
 */
export async function scan(video, onText) {
  const stream = await openCamera();
  let stopped = false;
  const stop = () => {
    stopped = true;
    stream.getTracks().forEach((track) => track.stop());
    video.srcObject = null;
  };
  try {
    video.srcObject = stream;
    await video.play();
    const read = await reader();
    look(video, read, onText, () => stopped);
  } catch (problem) {
    stop();
    throw problem instanceof CameraProblem ? problem : new CameraProblem("BUSY");
  }
  return stop;
}

async function openCamera() {
  if (!navigator.mediaDevices?.getUserMedia) {
    throw new CameraProblem("INSECURE");
  }
  try {
    return await navigator.mediaDevices.getUserMedia({
      audio: false,
      video: { facingMode: "environment", width: { ideal: 1280 }, height: { ideal: 720 } },
    });
  } catch (problem) {
    const reasons = {
      NotAllowedError: "DENIED",
      SecurityError: "DENIED",
      NotFoundError: "NONE",
      OverconstrainedError: "NONE",
    };
    throw new CameraProblem(reasons[problem.name] ?? "BUSY");
  }
}

function look(video, read, onText, isStopped) {
  const again = () => {
    if (!isStopped()) {
      setTimeout(once, LOOK_EVERY_MS);
    }
  };
  const once = async () => {
    if (!isStopped() && video.readyState >= 2) {
      const text = await read(video).catch(() => null);
      if (text && !isStopped()) {
        onText(text);
      }
    }
    again();
  };
  once();
}

async function reader() {
  if ("BarcodeDetector" in globalThis) {
    const formats = await globalThis.BarcodeDetector.getSupportedFormats().catch(() => []);
    if (formats.includes("qr_code")) {
      const detector = new globalThis.BarcodeDetector({ formats: ["qr_code"] });
      return async (video) => (await detector.detect(video))[0]?.rawValue ?? null;
    }
  }
  await import(JSQR);
  return readByJsQr(document.createElement("canvas"));
}

function readByJsQr(canvas) {
  const context = canvas.getContext("2d", { willReadFrequently: true });
  return async (video) => {
    const scale = Math.min(1, FRAME_MAX_PX / Math.max(video.videoWidth, video.videoHeight));
    canvas.width = Math.round(video.videoWidth * scale);
    canvas.height = Math.round(video.videoHeight * scale);
    context.drawImage(video, 0, 0, canvas.width, canvas.height);
    const frame = context.getImageData(0, 0, canvas.width, canvas.height);
    return (
      globalThis.jsQR(frame.data, frame.width, frame.height, { inversionAttempts: "dontInvert" })?.data ??
      null
    );
  };
}
