import { get, Schemas, wordsOf } from '../../api/client';
import { dayOf } from '../../beijing';
import { serviceNow } from '../../clock';
import { lead } from '../../leading';
import { keep, kept, recall } from '../../memory';
import { endOf, loadMore } from '../../paging';
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
    /** What stands below the list; nothing where it is not known whether there are more. */
    end: '',
    stories: [] as Line[],
  },

  onLoad() {
    recall<Listing>(SCREEN, ({ items }) => this.show(items, null));
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
      this.show(first.items, first.next);
      this.setData({ notice: '', end: endOf(first.next) });
      keep(SCREEN, first);
    } catch (error) {
      const words = wordsOf(error);
      this.setData(kept<Listing>(SCREEN) === null ? { phase: 'failed', notice: words } : { notice: words });
    }
  },

  async onReachBottom() {
    await loadMore(
      this,
      unseen(this),
      (after) => get('/api/stories', { query: { after } }),
      (items) => ({ stories: [...this.data.stories, ...items.map(lineOf)] }),
    );
  },

  show(items: readonly Item[], next: string | null) {
    const stories = items.map(lineOf);
    unseen(this).next = next;
    this.setData({ phase: 'ready', stories });
  },

  open({ currentTarget }: WechatMiniprogram.TouchEvent) {
    lead(`/pages/story/index?id=${currentTarget.dataset.id}`);
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
