// wx.chooseMedia: the album is a file of this machine, the camera draws a film of its own.
import { addTemporary } from './files.js';
import { element, isOlder, phone, sheet } from './phone.js';
import { fault } from './faults.js';

const SHORTEST = 3;
const LONGEST = 60;

/** What the camera records, in seconds: enough to try it. */
const FILM = 3;

export async function chooseMedia({ mediaType, count = 9, sourceType = ['album', 'camera'], ...options }) {
  const kind = mediaType?.join();
  const kinds = { video: videos, image: photos };
  if (!(kind in kinds)) {
    fault(`chooseMedia: the stage knows videos or photos, not ${kind}`);
    throw new Error('mediaType');
  }
  const tempFiles = await kinds[kind]({ count, sourceType, ...options });
  if (tempFiles.length === 0) {
    throw new Error('cancel');
  }
  return { tempFiles, type: kind };
}

async function videos({ count, sourceType, maxDuration = 10 }) {
  if (count !== 1) {
    fault('chooseMedia: the stage knows one video at a time');
  }
  if (maxDuration < SHORTEST || maxDuration > LONGEST) {
    throw new Error(`maxDuration should be ${SHORTEST} to ${LONGEST}`);
  }
  const files = await choose({
    title: '选择视频',
    text: '相册是这台电脑上的文件，拍摄的是一段样片。',
    camera: sourceType.includes('camera') && (() => record(Math.min(maxDuration, FILM))),
    album: sourceType.includes('album') && (() => pick('video/*', false)),
  });
  return Promise.all(files.map(described));
}

/** WeChat's picker takes twenty, of which an older one takes nine; what nobody asked for as an original it makes smaller. */
async function photos({ count, sourceType, sizeType = ['original', 'compressed'] }) {
  if (!(count >= 1 && count <= (isOlder(phone.sdkVersion, '2.25.0') ? 9 : 20))) {
    fault(`chooseMedia: ${count} photos`);
  }
  if (sizeType.join() !== 'original') {
    fault('chooseMedia: the stage gives originals only');
  }
  const files = await choose({
    title: '选择照片',
    text: `相册是这台电脑上的文件，最多 ${count} 张，拍摄的是一张样片。`,
    camera: sourceType.includes('camera') && shoot,
    album: sourceType.includes('album') && (() => pick('image/*', count > 1)),
  });
  return files.slice(0, count).map((file) => ({
    tempFilePath: addTemporary(file, endingOf(file, 'jpg')),
    size: file.size,
    fileType: 'image',
  }));
}

async function choose({ title, text, camera, album }) {
  const { value } = await sheet({
    title,
    text,
    low: true,
    buttons: [['取消', null], ...(camera ? [['拍摄', camera]] : []), ...(album ? [['从相册选择', album, true]] : [])],
    // A browser opens its files only from within the click itself.
    onChoice: (act) => act?.(),
  });
  return (await value) ?? [];
}

function pick(accept, multiple) {
  return new Promise((resolve) => {
    const input = element('input', { type: 'file', accept, multiple });
    input.addEventListener('change', () => resolve([...input.files]));
    input.addEventListener('cancel', () => resolve([]));
    input.click();
  });
}

async function shoot() {
  const canvas = element('canvas', { width: 1_600, height: 1_200 });
  const pen = canvas.getContext('2d');
  for (let at = 0; at < 24; at += 1) {
    pen.fillStyle = `hsl(${28 + at} 35% ${20 + at * 2}%)`;
    pen.fillRect(0, at * 50, 1_600, 50);
  }
  const picture = await new Promise((resolve) => canvas.toBlob(resolve, 'image/jpeg', 0.9));
  return [new File([picture], 'photo.jpg', { type: 'image/jpeg' })];
}

function endingOf(file, otherwise) {
  return /\.(\w{2,4})$/.exec(file.name)?.[1].toLowerCase() ?? otherwise;
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
  return [new File(pieces, 'film.webm', { type: 'video/webm' })];
}

async function described(file) {
  const about = { tempFilePath: addTemporary(file, endingOf(file, 'mp4')), size: file.size, fileType: 'video' };
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
