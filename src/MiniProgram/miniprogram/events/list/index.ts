import { get, Schemas, wordsOf } from '../../api/client';
import { serviceNow } from '../../clock';
import { lead } from '../../leading';
import { keep, recall } from '../../memory';
import { Badge, badgeOfEvent, hoursOf, placeOf, Screen } from '../words';

interface Line {
  id: number;
  title: string;
  badge: Badge;
  hours: string;
  place: string;
}

const SCREEN = 'events';

Page({
  data: {
    phase: 'loading' as 'loading' | 'ready' | 'failed',
    notice: '',
    lines: [] as Line[],
  },

  onLoad() {
    recall<Schemas['ListingOfEventScreen']>(SCREEN, ({ items }) => this.show(items));
  },

  onShow() {
    this.refresh();
  },

  async onPullDownRefresh() {
    await this.refresh();
    wx.stopPullDownRefresh();
  },

  async refresh() {
    try {
      const all = await get('/api/events');
      this.show(all.items);
      this.setData({ notice: '' });
      keep(SCREEN, all);
    } catch (error) {
      const words = wordsOf(error);
      this.setData(this.data.phase === 'loading' ? { phase: 'failed', notice: words } : { notice: words });
    }
  },

  show(items: Screen[]) {
    const now = serviceNow();
    this.setData({ phase: 'ready', lines: items.map((event) => lineOf(event, now)) });
  },

  open({ currentTarget }: WechatMiniprogram.TouchEvent) {
    lead(`/events/event/index?id=${currentTarget.dataset.id}`);
  },
});

function lineOf(event: Screen, now: number): Line {
  const [first, ...more] = event.sessions;
  const hours = first === undefined ? '' : hoursOf(first, now);
  return {
    id: event.id,
    title: event.title,
    badge: badgeOfEvent(event),
    hours: more.length === 0 ? hours : `${hours}，共 ${event.sessions.length} 场`,
    place: placeOf(event),
  };
}
