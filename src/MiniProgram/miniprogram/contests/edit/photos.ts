// The photos of an entry that is written on: those that it has, and those that are on their way to it.
import { UnderWay, UPLOAD_TITLES } from '../../uploads/uploading';
import { partOf, sizeOf } from '../../wording';
import { Entry, joined, pictureOf } from '../words';

export interface Tile {
  id: number;
  /** 第 2 张, or 封面. */
  name: string;
  picture: string;
  about: string;
  fault: string;
  isCover: boolean;
  isFirst: boolean;
  isLast: boolean;
}

export interface Row {
  turn: number;
  path: string;
  phase: UnderWay['phase'];
  title: string;
  about: string;
  percent: number;
  words: string;
}

export interface Order {
  photos: number[];
  cover: number | null;
}

export function orderOf({ photos, cover }: Entry): Order {
  return { photos: photos.map(({ id }) => id), cover };
}

/** In the author's order, which the service may not know yet. */
export function tilesOf({ photos }: Entry, order: Order): Tile[] {
  const shown = order.photos.flatMap((id) => photos.filter((photo) => photo.id === id));
  return shown.map((photo, at) => {
    const isCover = shown.length > 1 && photo.id === order.cover;
    const pixels = photo.width > 0 ? `${photo.width} × ${photo.height}` : '';
    return {
      id: photo.id,
      name: shown.length > 1 ? joined(`第 ${at + 1} 张`, isCover ? '封面' : '') : '',
      picture: pictureOf(photo.thumbnail),
      about: joined(sizeOf(photo.size), pixels, { waiting: '正在检查', ready: '检查通过', unfit: '不能用' }[photo.state]),
      fault: photo.fault,
      isCover,
      isFirst: at === 0,
      isLast: at === shown.length - 1,
    };
  });
}

export function rowOf({ turn, path, phase, received, size, words }: UnderWay): Row {
  return {
    turn,
    path,
    phase,
    title: UPLOAD_TITLES[phase],
    about: `已传 ${partOf(received, size)}`,
    percent: Math.floor((received / size) * 100),
    words,
  };
}

/** The photo one place nearer to the beginning or the end. The cover stays the photo that it is, unless it only was the first one. */
export function moved({ photos, cover }: Order, id: number, by: -1 | 1): Order {
  const at = photos.indexOf(id);
  const to = at + by;
  if (at < 0 || to < 0 || to >= photos.length) {
    return { photos, cover };
  }
  const order = [...photos];
  [order[at], order[to]] = [order[to], order[at]];
  return { photos: order, cover: cover === photos[0] ? order[0] : cover };
}

/** A photo that was chosen in WeChat's album, or taken. */
export interface Chosen {
  path: string;
  size: number;
}

/**
 * WeChat's picker, for originals.
 *
 * @param isFromAlbum what WeChat's own camera takes says nothing of the camera
 */
export function choosePhotos(count: number, isFromAlbum: boolean): Promise<Chosen[] | { words: string }> {
  return new Promise((resolve) => {
    wx.chooseMedia({
      count,
      mediaType: ['image'],
      sourceType: isFromAlbum ? ['album'] : ['album', 'camera'],
      sizeType: ['original'],
      success: ({ tempFiles }) => resolve(tempFiles.map(({ tempFilePath, size }) => ({ path: tempFilePath, size }))),
      fail: ({ errMsg }) => resolve(/cancel/.test(errMsg) ? [] : { words: '未能选取照片，请再试一次。' }),
    });
  });
}

const MEGABYTE = 1024 * 1024;

/** Why photos cannot be sent at all, in words; empty where they can. */
export function unfitWords(chosen: readonly Chosen[], maxMegabytes: number): string {
  const large = chosen.filter(({ size }) => size > maxMegabytes * MEGABYTE).length;
  const empty = chosen.filter(({ size }) => size === 0).length;
  return [
    large > 0 ? `有 ${large} 张超过 ${maxMegabytes} MB，没有上传。请用看图软件另存为 JPG，把质量调低一些再选。` : '',
    empty > 0 ? `有 ${empty} 个文件是空的，没有上传。` : '',
  ].join('');
}
