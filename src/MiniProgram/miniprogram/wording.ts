// What the pages of those who hand something in say alike.
import { service } from './settings';

/** Files of the service begin with a slash; others are whole. */
export function addressOf(file: string | null | undefined): string {
  return file === null || file === undefined ? '' : file.startsWith('/') ? service + file : file;
}

const MEGABYTE = 1024 * 1024;

/** 84 KB, 1.2 MB, 45 MB. */
export function sizeOf(bytes: number): string {
  return bytes < MEGABYTE / 10 ? `${Math.ceil(bytes / 1024)} KB` : `${megabytes(bytes)} MB`;
}

function megabytes(bytes: number): string {
  const all = bytes / MEGABYTE;
  return all >= 10 ? String(Math.round(all)) : all.toFixed(1);
}

/** 0.3 / 1.0 MB */
export function partOf(received: number, size: number): string {
  return size < MEGABYTE / 10 ? `${Math.ceil(received / 1024)} / ${sizeOf(size)}` : `${megabytes(received)} / ${sizeOf(size)}`;
}

export function paragraphsOf(text: string): string[] {
  return text.split('\n').filter((line) => line.trim() !== '');
}

/** WeChat asks that it stands beside what a program made. */
export const AI_MARK = '含 AI 生成内容';
