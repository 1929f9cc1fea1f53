import { get, post, Refusal, Schemas, wordsOf } from '../../api/client';
import { moment, momentOfEnd } from '../../beijing';
import { serviceNow } from '../../clock';
import { lead } from '../../leading';
import { privately } from '../../privately';
import { AI_MARK, isOpen, lengthOf, numberFrom, pageOf, paragraphsOf, posterOf, secondsInWords } from '../words';

type Call = Schemas['CallScreen'];
type Item = Schemas['GalleryItem'];

interface Card {
  id: number;
  title: string;
  about: string;
  poster: string;
  length: string;
  likes: number;
  mark: string;
}

const STAGES: Record<Schemas['CallStage'], { words: string; look: string }> = {
  soon: { words: '即将开始', look: 'upcoming' },
  open: { words: '征集中', look: 'open' },
  closed: { words: '已截止', look: '' },
};

const BEGIN_PATIENCE = 15_000;

const unseen = privately(() => ({ id: 0, next: null as string | null, loading: false }));

Page({
  data: {
    phase: 'loading' as 'loading' | 'ready' | 'failed' | 'absent',
    notice: '',
    title: '',
    stage: 'soon' as Schemas['CallStage'],
    badge: STAGES.soon,
    dates: '',
    theme: [] as string[],
    rules: [] as { name: string; words: string }[],
    mine: 0,
    action: '',
    busy: false,
    wrong: '',
    cards: [] as Card[],
    end: '',
  },

  onLoad({ id }: { id?: string }) {
    unseen(this).id = numberFrom(id);
  },

  onShow() {
    this.refresh();
  },

  async onPullDownRefresh() {
    await this.refresh();
    wx.stopPullDownRefresh();
  },

  onShareAppMessage(): WechatMiniprogram.Page.ICustomShareContent {
    return { title: this.data.title || '短视频征集', path: `/videos/call/index?id=${unseen(this).id}` };
  },

  async refresh() {
    try {
      const id = await this.find();
      if (id === 0) {
        this.setData({ phase: 'absent', notice: '' });
        return;
      }
      const [call, shown] = await Promise.all([get('/api/videos/calls/{id}', { id }), get('/api/videos/calls/{id}/entries', { id })]);
      const mine = call.myEntries === 0 ? [] : (await get('/api/videos/entries/mine')).items.filter(({ callId }) => callId === id);
      this.show(call, mine.some(isOpen));
      unseen(this).next = shown.next;
      this.setData({ cards: shown.items.map(cardOf), end: endOf(shown.next), notice: '' });
    } catch (error) {
      const words = wordsOf(error);
      if (error instanceof Refusal && error.status === 404) {
        this.setData({ phase: 'absent', notice: '' });
      } else {
        this.setData(this.data.phase === 'ready' ? { notice: words } : { phase: 'failed', notice: words });
      }
    }
  },

  /** Whoever comes without saying which call means the one that ends last. */
  async find(): Promise<number> {
    const mine = unseen(this);
    if (mine.id === 0) {
      mine.id = (await get('/api/videos/calls')).items[0]?.id ?? 0;
    }
    return mine.id;
  },

  show(call: Call, hasDraft: boolean) {
    const now = serviceNow();
    this.setData({
      phase: 'ready',
      title: call.title,
      stage: call.stage,
      badge: STAGES[call.stage],
      dates: `${moment(call.opensAt, now)} 至 ${momentOfEnd(call.closesAt, now)}`,
      theme: paragraphsOf(call.theme),
      rules: rulesOf(call, now),
      mine: call.myEntries,
      action: actionOf(call, hasDraft),
    });
  },

  async onReachBottom() {
    const mine = unseen(this);
    if (mine.next === null || mine.loading) {
      return;
    }
    mine.loading = true;
    try {
      const page = await get('/api/videos/calls/{id}/entries', { id: mine.id, query: { after: mine.next } });
      mine.next = page.next;
      // What was shown meanwhile moves the others on, so that one of them may come twice.
      const known = new Set(this.data.cards.map(({ id }) => id));
      const more = page.items.filter(({ id }) => !known.has(id)).map(cardOf);
      this.setData({ cards: [...this.data.cards, ...more], end: endOf(page.next), notice: '' });
    } catch (error) {
      this.setData({ notice: wordsOf(error), end: '没有载入，往下拉再试' });
    } finally {
      mine.loading = false;
    }
  },

  async begin() {
    if (this.data.busy) {
      return;
    }
    this.setData({ busy: true, wrong: '' });
    try {
      const entry = await post('/api/videos/calls/{id}/entries', { id: unseen(this).id, patience: BEGIN_PATIENCE });
      lead(pageOf(entry));
    } catch (error) {
      this.setData({ wrong: wordsOf(error) });
    } finally {
      this.setData({ busy: false });
    }
  },

  open({ currentTarget }: WechatMiniprogram.TouchEvent) {
    lead(`/videos/watch/index?id=${currentTarget.dataset.id}`);
  },

  goMine() {
    lead('/videos/mine/index');
  },
});

function actionOf({ stage, myEntries, maxEntries }: Call, hasDraft: boolean): string {
  return stage !== 'open' ? '' : hasDraft ? '继续填写草稿' : myEntries < maxEntries ? '投稿' : '';
}

function rulesOf(call: Call, now: number): { name: string; words: string }[] {
  const longest = secondsInWords(call.maxSeconds);
  return [
    { name: '时长', words: call.minSeconds > 0 ? `${secondsInWords(call.minSeconds)}至 ${longest}` : `不超过 ${longest}` },
    { name: '大小', words: '100 MB 以内' },
    { name: '格式', words: '手机拍摄的视频（MP4、MOV 等）均可' },
    { name: '数量', words: `每人最多 ${call.maxEntries} 件` },
    { name: '截止', words: momentOfEnd(call.closesAt, now) },
    { name: '须知', words: '投稿前验证手机号。不得含涉密内容；用了 AI 的须说明。' },
  ];
}

function endOf(next: string | null): string {
  return next === null ? '没有更多了' : '正在载入更多…';
}

function cardOf(item: Item): Card {
  return {
    id: item.id,
    title: item.title,
    about: [item.author, item.unit].filter((part) => part !== '').join(' · '),
    poster: posterOf(item.poster),
    length: item.seconds > 0 ? lengthOf(item.seconds) : '',
    likes: item.likes,
    mark: item.aiUse === 'none' ? '' : AI_MARK,
  };
}
