import { get, put, wordsOf } from '../../api/client';
import { withoutAnswer } from '../../asking';
import { serviceNow } from '../../clock';
import { lead } from '../../leading';
import { numberFrom } from '../../parameters';
import { privately } from '../../privately';
import { hoursOf } from '../words';

const CHOICES = [
  { rating: 5, words: '很好' },
  { rating: 4, words: '好' },
  { rating: 3, words: '一般' },
  { rating: 2, words: '不太好' },
  { rating: 1, words: '不好' },
];

const unseen = privately(() => ({ event: 0, session: 0 }));

Page({
  data: {
    phase: 'loading' as 'loading' | 'ready' | 'failed' | 'absent',
    notice: '',
    title: '',
    hours: '',
    choices: CHOICES,
    rating: 0,
    remark: '',
    busy: false,
    wrong: '',
  },

  onLoad({ id, session }: { id?: string; session?: string }) {
    Object.assign(unseen(this), { event: numberFrom(id), session: numberFrom(session) });
    this.refresh();
  },

  async refresh() {
    try {
      const event = await get('/api/events/{id}', { id: unseen(this).event });
      const session = event.sessions.find(({ id }) => id === unseen(this).session);
      this.setData(
        session?.mayRate
          ? {
              phase: 'ready',
              notice: '',
              title: session.title === '' ? event.title : `${event.title} ${session.title}`,
              hours: hoursOf(session, serviceNow()),
              rating: session.rating ?? 0,
            }
          : { phase: 'absent' },
      );
    } catch (error) {
      this.setData(withoutAnswer(error, this.data.phase));
    }
  },

  choose({ currentTarget }: WechatMiniprogram.TouchEvent) {
    this.setData({ rating: Number(currentTarget.dataset.rating), wrong: '' });
  },

  type({ detail }: WechatMiniprogram.Input) {
    this.setData({ remark: detail.value, wrong: '' });
  },

  async send() {
    const { rating, remark, busy } = this.data;
    if (rating === 0) {
      this.setData({ wrong: '请先选一个。' });
      return;
    }
    if (busy) {
      return;
    }
    this.setData({ busy: true, wrong: '' });
    try {
      await put('/api/events/sessions/{sessionId}/feedback', { sessionId: unseen(this).session, body: { rating, remark: remark.trim() } });
      wx.showToast({ title: '谢谢您的评价', icon: 'none' });
      wx.navigateBack();
    } catch (error) {
      this.setData({ wrong: wordsOf(error) });
    } finally {
      this.setData({ busy: false });
    }
  },

  goAll() {
    lead('/events/list/index');
  },
});
