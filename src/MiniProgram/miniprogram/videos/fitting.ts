import { MAX_BYTES } from '../uploads/files';
import { secondsInWords } from './words';

/** Why a file cannot be sent at all, in words; empty where it can. */
export function unfitWords(size: number, seconds: number, shortest: number, longest: number): string {
  const length = secondsInWords(Math.round(seconds));
  return size > MAX_BYTES
    ? '这个视频超过 100 MB，微信不能上传。请剪短，或在手机上压缩后再选。'
    : size === 0
      ? '这个文件是空的，请换一个。'
      : seconds > longest + 1
        ? `这个视频长 ${length}，要求不超过 ${secondsInWords(longest)}。请剪短后再选。`
        : // A phone that cannot tell the length says 0.
          seconds > 0 && seconds < shortest - 1
          ? `这个视频长 ${length}，要求至少 ${secondsInWords(shortest)}。请换一个更长的。`
          : '';
}
