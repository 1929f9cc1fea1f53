// The album that photos are saved to, with its permission; WeChat's viewer of pictures, and of documents.
import { fault } from './faults.js';
import { addressOf, find, isOnPhone } from './files.js';
import { element, sheet } from './phone.js';

const SCOPES = 'stage:scopes';
const ALBUM = 'scope.writePhotosAlbum';
const NAMES = { [ALBUM]: '添加到相册', 'scope.addPhoneCalendar': '添加到日历' };

/** What somebody allowed or refused. Whatever was never asked for is not in it. */
export function scopes() {
  return JSON.parse(sessionStorage.getItem(SCOPES) ?? '{}');
}

function decide(scope, isAllowed) {
  sessionStorage.setItem(SCOPES, JSON.stringify({ ...scopes(), [scope]: isAllowed }));
}

/** WeChat's own page of permissions, in which only what was asked for before can be changed. */
export async function askForScopes() {
  const known = Object.entries(scopes());
  const { value, fields } = await sheet({
    title: '设置',
    text: known.length > 0 ? '' : '这个小程序还没有使用过需要授权的功能。',
    fields: known.map(([scope, isAllowed]) => ({ label: NAMES[scope], type: 'checkbox', checked: isAllowed })),
    buttons: [['返回', true, true]],
  });
  if (value) {
    known.forEach(([scope], at) => decide(scope, fields[at]));
  }
}

/** Asks for a permission once. Whoever refused it is asked no more, and the caller gets no further. */
export async function scoped(scope, title, text) {
  if (!(scope in scopes())) {
    const { value } = await sheet({
      title,
      text,
      low: true,
      buttons: [
        ['拒绝', false],
        ['允许', true, true],
      ],
    });
    decide(scope, value);
  }
  if (!scopes()[scope]) {
    throw new Error('auth deny');
  }
}

export async function saveImage({ filePath }) {
  if (!isOnPhone(filePath ?? '')) {
    fault(`saveImageToPhotosAlbum takes a file of the phone, not ${filePath}`);
    throw new Error('file not found');
  }
  const file = await find(filePath);
  if (file === null) {
    throw new Error('no such file or directory');
  }
  await scoped(ALBUM, '申请添加到相册', '用于保存图片到你的相册');
  if (!(await isPicture(file))) {
    throw new Error('invalid file type');
  }
  // For whoever looks on from outside.
  const kept = JSON.parse(sessionStorage.getItem('stage:album') ?? '[]');
  sessionStorage.setItem('stage:album', JSON.stringify([...kept, file.size]));
}

async function isPicture(file) {
  try {
    (await createImageBitmap(file)).close();
    return true;
  } catch {
    return false;
  }
}

/** Pictures of the service or of the phone, over everything; a tap closes them. */
export async function previewImage({ urls, current = urls?.[0] }) {
  if (!Array.isArray(urls) || urls.length === 0 || !urls.includes(current)) {
    fault('previewImage: current is none of urls');
    throw new Error('parameter error');
  }
  const foreign = urls.find((url) => !url.startsWith(`${window.stage.service}/`) && !isOnPhone(url));
  if (foreign !== undefined) {
    fault(`A picture of another site: ${foreign}`);
  }
  const around = element('div', { className: 'viewer', role: 'dialog', ariaModal: 'true', ariaLabel: '查看图片' });
  const place = `${urls.indexOf(current) + 1} / ${urls.length}`;
  around.append(
    element('img', { alt: '', src: isOnPhone(current) ? await addressOf(current) : current.replace(window.stage.service, '') }),
  );
  around.append(element('span', { textContent: place }));
  around.addEventListener('click', () => around.remove());
  document.getElementById('overlays').append(around);
}

const DOCUMENTS = ['doc', 'docx', 'xls', 'xlsx', 'ppt', 'pptx', 'pdf'];

/** Says what would be opened. */
export async function openDocument({ filePath, fileType }) {
  const file = await find(filePath ?? '');
  if (file === null) {
    throw new Error("file doesn't exist");
  }
  const kind = fileType ?? /\.(\w+)$/.exec(filePath)?.[1];
  if (!DOCUMENTS.includes(kind)) {
    throw new Error('filetype not supported');
  }
  if (kind === 'pdf' && !(await file.slice(0, 5).text()).startsWith('%PDF-')) {
    throw new Error('file is broken');
  }
  // It is open before anybody closes it.
  sheet({ title: '文件', text: `${kind}，${Math.ceil(file.size / 1024)} KB`, buttons: [['关闭', null]] });
}
