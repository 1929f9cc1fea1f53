import { get, Schemas } from '../../api/client';
import { withoutAnswer } from '../../asking';
import { moment, momentOfEnd } from '../../beijing';
import { serviceNow } from '../../clock';
import { lead } from '../../leading';
import { endOf, loadMore } from '../../paging';
import { numberFrom } from '../../parameters';
import { privately } from '../../privately';
import { AI_MARK } from '../../wording';
import { joined, pictureOf } from '../words';

type Gallery = Schemas['PhotoGalleryPage'];
type Item = Gallery['items'][number];

interface Card {
  id: number;
  title: string;
  about: string;
  picture: string;
  /** The height of the picture in hundredths of its width, within reason. */
  ratio: number;
  count: string;
  mark: string;
  votes: string;
}

interface Column {
  side: 'left' | 'right';
  cards: Card[];
}

const unseen = privately(() => ({ id: 0, cards: [] as Card[], next: null as string | null, loading: false, asked: 0 }));

Page({
  data: {
    phase: 'loading' as 'loading' | 'ready' | 'failed' | 'absent',
    notice: '',
    title: '',
    groups: [] as { key: string; name: string }[],
    group: '',
    voting: '',
    columns: [] as Column[],
    isEmpty: false,
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
    return { title: `${this.data.title || '摄影大赛'}：参赛作品`, path: `/contests/gallery/index?id=${unseen(this).id}` };
  },

  async refresh() {
    const mine = unseen(this);
    if (mine.id === 0) {
      this.setData({ phase: 'absent' });
      return;
    }
    mine.asked += 1;
    const { asked } = mine;
    try {
      const [gallery, contest] = await Promise.all([this.ask(''), get('/api/contests/{id}', { id: mine.id })]);
      // Another group was chosen meanwhile.
      if (asked === mine.asked) {
        const groups = contest.groups.map(({ key, name }) => ({ key, name }));
        this.setData({ phase: 'ready', notice: '', title: contest.title, groups: [{ key: '', name: '全部' }, ...groups] });
        this.show(gallery);
      }
    } catch (error) {
      this.setData(withoutAnswer(error, this.data.phase));
    }
  },

  ask(after: string): Promise<Gallery> {
    return get('/api/contests/{id}/gallery', { id: unseen(this).id, query: { group: this.data.group, after } });
  },

  /** What was loaded below the first page stays, so that whoever comes back from a photo is where they were. */
  show(gallery: Gallery) {
    const mine = unseen(this);
    const { items, next } = gallery;
    const last = mine.cards.findIndex(({ id }) => id === items[items.length - 1]?.id);
    const below = last < 0 || next === null ? [] : mine.cards.slice(last + 1);
    mine.next = below.length === 0 ? next : mine.next;
    mine.cards = [...items.map(cardOf), ...below];
    this.setData({ columns: inColumns(mine.cards), isEmpty: mine.cards.length === 0, end: endOf(mine.next), voting: votingOf(gallery) });
  },

  async onReachBottom() {
    const mine = unseen(this);
    await loadMore(
      this,
      mine,
      (after) => this.ask(after),
      (items) => {
        const known = new Set(mine.cards.map(({ id }) => id));
        mine.cards = [...mine.cards, ...items.filter(({ id }) => !known.has(id)).map(cardOf)];
        return { columns: inColumns(mine.cards) };
      },
    );
  },

  choose({ currentTarget }: WechatMiniprogram.TouchEvent) {
    const group = String(currentTarget.dataset.group);
    if (group !== this.data.group) {
      this.setData({ group });
      this.refresh();
    }
  },

  open({ currentTarget }: WechatMiniprogram.TouchEvent) {
    lead(`/contests/photo/index?id=${currentTarget.dataset.id}`);
  },

  goContest() {
    lead(`/contests/contest/index?id=${unseen(this).id}`);
  },
});

/** Each goes to the column that is shorter so far, so that what is there does not move when more comes. */
function inColumns(cards: readonly Card[]): Column[] {
  const columns: Column[] = [
    { side: 'left', cards: [] },
    { side: 'right', cards: [] },
  ];
  const heights = [0, 0];
  for (const card of cards) {
    const at = heights[0] <= heights[1] ? 0 : 1;
    columns[at].cards.push(card);
    // The words below a picture are about as high as half its width.
    heights[at] += card.ratio + 50;
  }
  return columns;
}

function votingOf({ voting, voteOpensAt, voteClosesAt, votesEach, votesLeft, voters }: Gallery): string {
  const now = serviceNow();
  const who = voters === 'members' ? '会员' : '每人';
  switch (voting) {
    case 'soon':
      return `${moment(voteOpensAt ?? now, now)} 开始投票，${who}可投 ${votesEach} 件`;
    case 'open':
      return `投票进行中，${momentOfEnd(voteClosesAt ?? '', now)} 截止。您还有 ${votesLeft} 票。`;
    case 'closed':
      return '投票已截止，正在计票。';
    case 'counted':
      return '投票已结束。';
    default:
      return '';
  }
}

function cardOf(item: Item): Card {
  const { cover } = item;
  const ratio = cover === null ? 75 : (cover.thumbnail.height / cover.thumbnail.width) * 100;
  return {
    id: item.id,
    title: item.title,
    about: joined(item.author, item.unit) || item.groupName,
    picture: pictureOf(cover?.thumbnail),
    ratio: Math.round(Math.min(Math.max(ratio, 50), 150)),
    count: item.photoCount > 1 ? `${item.photoCount} 张` : '',
    mark: item.aiUse === 'none' ? '' : AI_MARK,
    votes:
      item.votes !== null ? `${item.votes} 票${item.myVote ? '，含您的' : ''}` : item.myVote ? '已投票' : item.isMine ? '我的作品' : '',
  };
}
