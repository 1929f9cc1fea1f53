import { get, post, Refusal, Schemas, wordsOf } from '../../api/client';
import { withoutAnswer } from '../../asking';
import { moment, momentOfEnd } from '../../beijing';
import { serviceNow } from '../../clock';
import { lead } from '../../leading';
import { numberFrom } from '../../parameters';
import { privately } from '../../privately';
import { paragraphsOf } from '../../wording';
import { pageOf, pictureOf, shapeInWords, STAGES } from '../words';

type Contest = Schemas['ContestScreen'];
type Gallery = Schemas['PhotoGalleryPage'];

/** A line that leads to another contest. */
interface Other {
  id: number;
  title: string;
  dates: string;
  badge: (typeof STAGES)['soon'];
}

interface Line {
  name: string;
  words: string;
}

interface Group {
  key: string;
  name: string;
  words: string;
  prizes: string;
}

/** Why there is no button to enter with, and where to go for one. */
interface Way {
  /** What the button that is there says. */
  action: string;
  /** The button that is not there, in words; empty where there is one. */
  off: string;
  needsMember: boolean;
}

const BEGIN_PATIENCE = 15_000;
/** How many photos stand on the page as a taste of the gallery. */
const TASTE = 4;

const unseen = privately(() => ({
  id: 0,
  /** Whoever comes without saying which contest is led to the others. */
  isOfMany: false,
  draft: null as number | null,
}));

Page({
  data: {
    phase: 'loading' as 'loading' | 'ready' | 'failed' | 'absent',
    notice: '',
    title: '',
    badge: STAGES.soon,
    dates: [] as Line[],
    rules: [] as string[],
    groups: [] as Group[],
    limits: [] as Line[],
    criteria: '',
    mine: 0,
    way: { action: '', off: '', needsMember: false } as Way,
    result: '',
    gallery: '',
    galleryAbout: '',
    taste: [] as { id: number; picture: string; title: string }[],
    busy: false,
    wrong: '',
    others: [] as Other[],
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
    return { title: this.data.title || '摄影大赛', path: `/contests/contest/index?id=${unseen(this).id}` };
  },

  async refresh() {
    try {
      const id = await this.find();
      if (id === 0) {
        this.setData({ phase: 'absent', notice: '' });
        return;
      }
      const [contest, gallery] = await Promise.all([get('/api/contests/{id}', { id }), galleryOf(id)]);
      this.show(contest);
      this.showGallery(gallery);
      this.setData({ notice: '' });
    } catch (error) {
      this.setData(withoutAnswer(error, this.data.phase));
    }
  },

  /** Whoever comes without saying which contest means the one that ends last. */
  async find(): Promise<number> {
    const mine = unseen(this);
    if (mine.isOfMany) {
      const { items } = await get('/api/contests');
      mine.id = mine.id || (items[0]?.id ?? 0);
      this.setData({ others: items.filter(({ id }) => id !== mine.id).map((contest) => otherOf(contest, serviceNow())) });
    }
    return mine.id;
  },

  show(contest: Contest) {
    const now = serviceNow();
    unseen(this).draft = contest.draft;
    this.setData({
      phase: 'ready',
      title: contest.title,
      badge: STAGES[contest.stage],
      dates: datesOf(contest, now),
      rules: paragraphsOf(contest.rules),
      groups: contest.groups.map((group) => groupOf(group, contest)),
      limits: limitsOf(contest, now),
      criteria: contest.criteria.map(({ name, weight }) => `${name} ${weight}`).join('、'),
      mine: contest.myEntries,
      way: wayOf(contest),
      result: { notice: '看公示名单', noticed: '看公示名单', announced: '看获奖名单' }[contest.stage as string] ?? '',
    });
  },

  showGallery(gallery: Gallery | null) {
    const [items, voting] = [gallery?.items ?? [], gallery?.voting];
    this.setData({
      gallery: items.length === 0 ? '' : voting === 'open' ? '看作品，去投票' : '看全部作品',
      galleryAbout: voting === 'open' ? `投票进行中，您还有 ${gallery?.votesLeft} 票` : '',
      taste: items.slice(0, TASTE).map(({ id, title, cover }) => ({ id, title, picture: pictureOf(cover?.thumbnail) })),
    });
  },

  async begin() {
    if (this.data.busy) {
      return;
    }
    const { id, draft } = unseen(this);
    if (draft !== null) {
      lead(`/contests/edit/index?id=${draft}`);
      return;
    }
    this.setData({ busy: true, wrong: '' });
    try {
      lead(pageOf(await post('/api/contests/{id}/entries', { id, patience: BEGIN_PATIENCE })));
    } catch (error) {
      this.setData({ wrong: wordsOf(error) });
    } finally {
      this.setData({ busy: false });
    }
  },

  bindMember() {
    lead('/pages/bind/index');
  },

  open({ currentTarget }: WechatMiniprogram.TouchEvent) {
    lead(`/contests/photo/index?id=${currentTarget.dataset.id}`);
  },

  openOther({ currentTarget }: WechatMiniprogram.TouchEvent) {
    lead(`/contests/contest/index?id=${currentTarget.dataset.id}`);
  },

  goMine() {
    lead('/contests/mine/index');
  },

  goGallery() {
    lead(`/contests/gallery/index?id=${unseen(this).id}`);
  },

  goResult() {
    lead(`/contests/result/index?id=${unseen(this).id}`);
  },
});

/** Null where nothing is shown: the society shows photos to others only once WeChat allows it. */
async function galleryOf(id: number): Promise<Gallery | null> {
  try {
    return await get('/api/contests/{id}/gallery', { id });
  } catch (error) {
    if (error instanceof Refusal && error.status === 404) {
      return null;
    }
    throw error;
  }
}

function wayOf({ mayEnter, maxEntries }: Contest): Way {
  const off = {
    yes: '',
    draft: '',
    notOpen: '征集还没有开始',
    closed: '征集已截止',
    membersOnly: '本次大赛面向会员，请先绑定会员身份。',
    tooMany: `您的作品已达上限（每人 ${maxEntries} 件）`,
  }[mayEnter];
  return { action: mayEnter === 'yes' ? '参赛' : mayEnter === 'draft' ? '继续填写草稿' : '', off, needsMember: mayEnter === 'membersOnly' };
}

function datesOf({ opensAt, closesAt, dates }: Contest, now: number): Line[] {
  const span = (name: string, from: string | null, until: string | null): Line[] =>
    from === null || until === null ? [] : [{ name, words: `${moment(from, now)} 至 ${momentOfEnd(until, now)}` }];
  return [
    ...span('征集', opensAt, closesAt),
    ...span('投票', dates.voteOpensAt, dates.voteClosesAt),
    ...span('公示', dates.noticeFrom, dates.noticeUntil),
    ...(dates.announcedAt === null ? [] : [{ name: '公布', words: moment(dates.announcedAt, now) }]),
  ];
}

function otherOf(contest: Schemas['ContestItem'], now: number): Other {
  const dates = `${moment(contest.opensAt, now)} 至 ${momentOfEnd(contest.closesAt, now)}`;
  return { id: contest.id, title: contest.title, dates, badge: STAGES[contest.stage] };
}

function groupOf(group: Schemas['ContestGroup'], { prizes }: Contest): Group {
  const own = prizes.filter((prize) => prize.group === group.key);
  return {
    key: group.key,
    name: group.name,
    words: shapeInWords(group),
    prizes: own.map(({ name, count }) => `${name} ${count} 名`).join('、'),
  };
}

function limitsOf({ limits, subjects, maxEntries, entrants, closesAt }: Contest, now: number): Line[] {
  const { minMegapixels, maxMegabytes, takenSince, needsCamera, maxCaption } = limits;
  const pixels = minMegapixels > 0 ? `不少于 ${minMegapixels}00 万像素，` : '';
  return [
    { name: '对象', words: entrants === 'members' ? '学会会员' : '任何人，投稿前验证手机号' },
    { name: '数量', words: `每人最多 ${maxEntries} 件` },
    ...(subjects.length === 0 ? [] : [{ name: '主题', words: subjects.join('、') }]),
    { name: '照片', words: `${pixels}每张不超过 ${maxMegabytes} MB${needsCamera ? '，须为带相机信息的原图' : ''}` },
    ...(takenSince === '' ? [] : [{ name: '拍摄', words: `${takenSince.replace(/-0?/, '年').replace(/-0?/, '月')}日以后` }]),
    { name: '说明', words: `${maxCaption} 字以内，不写作者姓名和单位` },
    { name: '须知', words: '不得含涉密内容；后期处理和 AI 使用须如实说明。' },
    { name: '截止', words: momentOfEnd(closesAt, now) },
  ];
}
