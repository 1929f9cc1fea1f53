import { get, post, Schemas, wordsOf } from '../../api/client';
import { withoutAnswer } from '../../asking';
import { moment, momentOfEnd } from '../../beijing';
import { serviceNow } from '../../clock';
import { lead } from '../../leading';
import { endOf, loadMore } from '../../paging';
import { numberFrom } from '../../parameters';
import { privately } from '../../privately';
import { AI_MARK, paragraphsOf } from '../../wording';
import { isOpen, lengthOf, pageOf, posterOf, secondsInWords } from '../words';

type Call = Schemas['CallScreen'];
type Item = Schemas['GalleryItem'];

/** A line that leads to another call. */
interface Other {
  id: number;
  title: string;
  dates: string;
  badge: { words: string; look: string };
}

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

const unseen = privately(() => ({
  id: 0,
  /** Whoever comes without saying which call is led to the others. */
  isOfMany: false,
  next: null as string | null,
  loading: false,
}));

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
    others: [] as Other[],
    cards: [] as Card[],
    end: '',
  },

  onLoad({ id }: { id?: string }) {
    unseen(this).id = numberFrom(id);
    unseen(this).isOfMany = unseen(this).id === 0;
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
      this.showCards(shown);
      this.setData({ notice: '' });
    } catch (error) {
      this.setData(withoutAnswer(error, this.data.phase));
    }
  },

  /** Whoever comes without saying which call means the one that ends last. */
  async find(): Promise<number> {
    const mine = unseen(this);
    if (mine.isOfMany) {
      const { items } = await get('/api/videos/calls');
      mine.id = mine.id || (items[0]?.id ?? 0);
      this.setData({ others: items.filter(({ id }) => id !== mine.id).map((call) => otherOf(call, serviceNow())) });
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
      dates: datesOf(call, now),
      theme: paragraphsOf(call.theme),
      rules: rulesOf(call, now),
      mine: call.myEntries,
      action: actionOf(call, hasDraft),
    });
  },

  /** What was loaded below the first page stays, so that whoever comes back from a video is where they were. */
  showCards({ items, next }: Schemas['PageOfGalleryItem']) {
    const mine = unseen(this);
    const last = this.data.cards.findIndex(({ id }) => id === items[items.length - 1]?.id);
    const below = last < 0 || next === null ? [] : this.data.cards.slice(last + 1);
    mine.next = below.length === 0 ? next : mine.next;
    this.setData({ cards: [...items.map(cardOf), ...below], end: endOf(mine.next) });
  },

  async onReachBottom() {
    const mine = unseen(this);
    await loadMore(
      this,
      mine,
      (after) => get('/api/videos/calls/{id}/entries', { id: mine.id, query: { after } }),
      (items) => {
        // What was shown meanwhile moves the others on, so that one of them may come twice.
        const known = new Set(this.data.cards.map(({ id }) => id));
        return { cards: [...this.data.cards, ...items.filter(({ id }) => !known.has(id)).map(cardOf)] };
      },
    );
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

  openOther({ currentTarget }: WechatMiniprogram.TouchEvent) {
    lead(`/videos/call/index?id=${currentTarget.dataset.id}`);
  },

  goMine() {
    lead('/videos/mine/index');
  },
});

function actionOf({ stage, myEntries, maxEntries }: Call, hasDraft: boolean): string {
  return stage !== 'open' ? '' : hasDraft ? '继续填写草稿' : myEntries < maxEntries ? '投稿' : '';
}

function datesOf({ opensAt, closesAt }: Schemas['CallItem'], now: number): string {
  return `${moment(opensAt, now)} 至 ${momentOfEnd(closesAt, now)}`;
}

function otherOf(call: Schemas['CallItem'], now: number): Other {
  return { id: call.id, title: call.title, dates: datesOf(call, now), badge: STAGES[call.stage] };
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
