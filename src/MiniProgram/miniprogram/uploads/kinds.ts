// What is sent, how an entry gets it, and what is said of it.
import { post, put } from '../api/client';

export type KindName = 'video' | 'photo';

export interface Kind {
  /** Of a file whose path has no ending. */
  ending: string;
  /** Gives what has come to its entry. May be asked again. */
  deliver(entry: number, upload: string): Promise<unknown>;
  /** The service's code for an upload that it has no more, or that another entry has. */
  gone: string;
  /** The phone has lost the file. */
  lost: string;
  /** The service has had this very file, and it is in use. */
  used: string;
  isReceiptKept: boolean;
  /** The entry has several, each of them once: to choose one again is a mistake that has to be said. */
  isAddedOnce: boolean;
}

export const KINDS: Record<KindName, Kind> = {
  video: {
    ending: 'mp4',
    deliver: (id, upload) => put('/api/videos/entries/mine/{id}/video', { id, body: { upload }, patience: 0 }),
    gone: 'videos.upload_gone',
    lost: '手机清理了这个文件。请再选一次同一个视频，从已传的地方接着传。',
    used: '这个视频已用在您的另一件作品里，请换一个。',
    isReceiptKept: true,
    isAddedOnce: false,
  },
  photo: {
    ending: 'jpg',
    deliver: (id, upload) => post('/api/contests/entries/mine/{id}/photos', { id, body: { upload }, patience: 0 }),
    gone: 'contests.upload_gone',
    lost: '手机清理了这个文件。请再选一次同一张照片，从已传的地方接着传。',
    used: '这张照片已经在这件作品里，或已用在您的另一件作品里。请换一张。',
    isReceiptKept: false,
    isAddedOnce: true,
  },
};
