import { get, Schemas, wordsOf } from '../../api/client';
import { dayOf } from '../../beijing';
import { serviceNow } from '../../clock';
import { keep, kept } from '../../memory';
import { privately } from '../../privately';
import { service } from '../../settings';

type Listing = Schemas['PageOfStoryItem'];
type Item = Listing['items'][number];

interface Line {
  id: number;
  title: string;
  digest: string;
  cover: string;
  about: string;
}

const SCREEN = 'stories';

const unseen = privately(() => ({ next: null as string | null, loading: false }));

Page({
  data: {
    phase: 'loading' as 'loading' | 'ready' | 'failed',
    notice: '',
    more: false,
    stories: [] as Line[],
  },

  onLoad() {
    const before = kept<Listing>(SCREEN);
    if (before !== null) {
      this.show(before.value.items, null);
    }
    this.refresh();
  },

  async onPullDownRefresh() {
    await this.refresh();
    wx.stopPullDownRefresh();
  },

  onShareAppMessage(): WechatMiniprogram.Page.ICustomShareContent {
    return { title: '青年人才故事', path: '/pages/stories/index' };
  },

  async refresh() {
    try {
      const first = await get('/api/stories');
      keep(SCREEN, first);
      this.setData({ notice: '' });
      this.show(first.items, first.next);
    } catch (error) {
      const words = wordsOf(error);
      this.setData(kept<Listing>(SCREEN) === null ? { phase: 'failed', notice: words } : { notice: words });
    }
  },

  async onReachBottom() {
    const mine = unseen(this);
    if (mine.next === null || mine.loading) {
      return;
    }
    mine.loading = true;
    try {
      const page = await get('/api/stories', { query: { after: mine.next } });
      mine.next = page.next;
      this.setData({ stories: [...this.data.stories, ...page.items.map(lineOf)], more: page.next !== null });
    } catch (error) {
      this.setData({ notice: wordsOf(error) });
    } finally {
      mine.loading = false;
    }
  },

  show(items: readonly Item[], next: string | null) {
    unseen(this).next = next;
    this.setData({ phase: 'ready', stories: items.map(lineOf), more: next !== null });
  },

  open({ currentTarget }: WechatMiniprogram.TouchEvent) {
    wx.navigateTo({ url: `/pages/story/index?id=${currentTarget.dataset.id}` });
  },
});

function lineOf(item: Item): Line {
  return {
    id: item.id,
    title: item.title,
    digest: item.digest,
    cover: item.cover === null ? '' : service + item.cover.path,
    about: [item.person, item.unit, dayOf(item.outAt, serviceNow())].filter((part) => part !== '').join(' · '),
  };
}
