// Photos made smaller before they are sent, voice recorded by the browser, each file known by the SHA-256 of its bytes.
const LONGEST_SIDE = 2048, LONGEST_VOICE_S = 120;

export const canHash = Boolean(globalThis.crypto?.subtle);
export const canRecord = canHash && Boolean(navigator.mediaDevices?.getUserMedia) && "MediaRecorder" in globalThis;

export async function fileOf(kind, blob) {
  const bytes = await crypto.subtle.digest("SHA-256", await blob.arrayBuffer());
  const digest = [...new Uint8Array(bytes)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return { kind, digest, blob };
}

export async function smaller(file) {
  try {
    const picture = await createImageBitmap(file, { imageOrientation: "from-image" });
    const scale = Math.min(1, LONGEST_SIDE / Math.max(picture.width, picture.height));
    const canvas = Object.assign(document.createElement("canvas"), { width: Math.round(picture.width * scale), height: Math.round(picture.height * scale) });
    canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
    return await new Promise((resolve) => { canvas.toBlob((blob) => resolve(blob ?? file), "image/jpeg", 0.85); });
  } catch {
    return file;
  }
}

// Records until `stop`, two minutes at most; `tick` hears the seconds.
export async function recordVoice(tick) {
  const stream = await navigator.mediaDevices.getUserMedia({ audio: true });
  const type = ["audio/webm;codecs=opus", "audio/ogg;codecs=opus", "audio/mp4"].find((each) => MediaRecorder.isTypeSupported(each));
  const recorder = new MediaRecorder(stream, type ? { mimeType: type } : {});
  const parts = [];
  recorder.addEventListener("dataavailable", ({ data }) => { if (data.size) parts.push(data); });
  let seconds = 0;
  const timer = setInterval(() => { seconds += 1; tick(seconds); if (seconds >= LONGEST_VOICE_S) recorder.stop(); }, 1000);
  const done = new Promise((resolve) => {
    recorder.addEventListener("stop", () => {
      clearInterval(timer);
      for (const track of stream.getTracks()) track.stop();
      resolve(new Blob(parts, { type: recorder.mimeType }));
    });
  });
  recorder.start(1000);
  tick(0);
  return { done, stop: () => { if (recorder.state !== "inactive") recorder.stop(); } };
}
