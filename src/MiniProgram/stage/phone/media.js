// wx.chooseMedia: the album is a file of this machine, the camera draws a film of its own.
import { addTemporary } from './files.js';
import { element, sheet } from './phone.js';

const SHORTEST = 3;
const LONGEST = 60;

/** What the camera records, in seconds: enough to try it. */
const FILM = 3;

/** @returns the files that were chosen; an empty list where nothing was */
export async function chooseVideos({ sourceType = ['album', 'camera'], maxDuration = 10 }) {
  if (maxDuration < SHORTEST || maxDuration > LONGEST) {
    throw new Error(`maxDuration should be ${SHORTEST} to ${LONGEST}`);
  }
  const { value } = await sheet({
    title: '选择视频',
    text: '相册是这台电脑上的文件，拍摄的是一段样片。',
    low: true,
    buttons: [
      ['取消', null],
      ...(sourceType.includes('camera') ? [['拍摄', record]] : []),
      ...(sourceType.includes('album') ? [['从相册选择', pick, true]] : []),
    ],
    // A browser opens its files only from within the click itself.
    onChoice: (act) => act?.(Math.min(maxDuration, FILM)),
  });
  const file = await value;
  return file === null || file === undefined ? [] : [await described(file)];
}

function pick() {
  return new Promise((resolve) => {
    const input = element('input', { type: 'file', accept: 'video/*' });
    input.addEventListener('change', () => resolve(input.files[0] ?? null));
    input.addEventListener('cancel', () => resolve(null));
    input.click();
  });
}

async function record(seconds) {
  const canvas = element('canvas', { width: 320, height: 240 });
  const pen = canvas.getContext('2d');
  const recorder = new MediaRecorder(canvas.captureStream(15), { mimeType: 'video/webm' });
  const pieces = [];
  recorder.addEventListener('dataavailable', ({ data }) => pieces.push(data));
  const ended = new Promise((resolve) => recorder.addEventListener('stop', resolve));
  recorder.start();
  const began = performance.now();
  const drawing = setInterval(() => {
    const at = (performance.now() - began) / 1_000;
    pen.fillStyle = `hsl(${at * 60} 40% 40%)`;
    pen.fillRect(0, 0, 320, 240);
    pen.fillStyle = 'white';
    pen.font = '40px sans-serif';
    pen.fillText(`${at.toFixed(1)} s`, 20 + at * 40, 130);
  }, 60);
  setTimeout(() => recorder.stop(), seconds * 1_000);
  await ended;
  clearInterval(drawing);
  return new File(pieces, 'film.webm', { type: 'video/webm' });
}

async function described(file) {
  const ending = /\.(\w{2,4})$/.exec(file.name)?.[1].toLowerCase() ?? 'mp4';
  const about = { tempFilePath: addTemporary(file, ending), size: file.size, fileType: 'video' };
  const video = element('video', { muted: true, preload: 'auto' });
  const isShown = new Promise((resolve) => {
    video.addEventListener('loadeddata', () => resolve(true));
    video.addEventListener('error', () => resolve(false));
  });
  video.src = URL.createObjectURL(file);
  if (!(await isShown)) {
    return { ...about, duration: 0, width: 0, height: 0, thumbTempFilePath: '' };
  }
  const canvas = element('canvas', { width: video.videoWidth, height: video.videoHeight });
  canvas.getContext('2d').drawImage(video, 0, 0);
  const picture = await new Promise((resolve) => canvas.toBlob(resolve, 'image/jpeg', 0.8));
  const duration = Number.isFinite(video.duration) ? Math.round(video.duration * 1_000) / 1_000 : FILM;
  return {
    ...about,
    duration,
    width: video.videoWidth,
    height: video.videoHeight,
    thumbTempFilePath: picture === null ? '' : addTemporary(picture, 'jpg'),
  };
}
