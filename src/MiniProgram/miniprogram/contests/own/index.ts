import { get, post, remove, wordsOf } from '../../api/client';
import { withoutAnswer } from '../../asking';
import { moment } from '../../beijing';
import { serviceNow } from '../../clock';
import { lead } from '../../leading';
import { numberFrom } from '../../parameters';
import { privately } from '../../privately';
import { Pulse, pulseOf } from '../../pulse';
import { subscribe, thankFor } from '../../subscribing';
import { dropUploads } from '../../uploads/uploading';
import { AI_MARK, paragraphsOf } from '../../wording';
import { BADGES, editInWords, Entry, isOpen as isStillOpen, joined, lookClosely, pageOf, pictureOf, takenInWords } from '../words';

/** The templates that tell of a review, and of a prize, have one of these in their name. */
const NOTICES = /审核|获奖/;
const AT_ONCE = 3;

const unseen = privately(() => ({ id: 0, entry: null as Entry | null, isJust: false }));

Page({
  data: {
    phase: 'loading' as 'loading' | 'ready' | 'failed' | 'absent',
    notice: '',
    title: '',
    contestTitle: '',
    badge: BADGES.submitted,
    words: '',
    submitted: '',
    photos: [] as { id: number; picture: string; words: string }[],
    by: '',
    more: [] as string[],
    mark: '',
    caption: [] as string[],
    templates: [] as string[],
    mayWithdraw: false,
    mayEdit: false,
    busy: false,
  },

  onLoad({ id, just }: { id?: string; just?: string }) {
    unseen(this).id = numberFrom(id);
    unseen(this).isJust = just === '1';
  },

  onShow() {
    this.pulse().start();
    this.refresh();
  },

  onHide() {
    this.pulse().stop();
  },

  onUnload() {
    this.pulse().stop();
  },

  async refresh() {
    const { id } = unseen(this);
    if (id === 0) {
      this.setData({ phase: 'absent' });
      return;
    }
    try {
      this.show(await get('/api/contests/entries/mine/{id}', { id }));
      this.setData({ notice: '' });
      await this.offer();
    } catch (error) {
      this.setData(withoutAnswer(error, this.data.phase));
    }
    this.pulse().plan();
  },

  show(entry: Entry) {
    const { text } = entry;
    unseen(this).entry = entry;
    this.setData({
      phase: 'ready',
      title: text.title || '还没有名称',
      contestTitle: entry.contestTitle,
      badge: BADGES[entry.state],
      words: wordsFor(entry),
      submitted: entry.submittedAt === null ? '' : `${moment(entry.submittedAt, serviceNow())} 提交`,
      photos: entry.photos.map((photo, at) => ({
        id: photo.id,
        picture: pictureOf(photo.thumbnail),
        words: entry.photos.length > 1 ? `第 ${at + 1} 张${photo.id === entry.cover ? ' · 封面' : ''}` : '',
      })),
      by: joined(text.author, text.unit),
      more: moreOf(entry),
      mark: text.aiUse === 'none' ? '' : AI_MARK,
      caption: paragraphsOf(text.caption),
      mayWithdraw: entry.state !== 'withdrawn',
      mayEdit: isStillOpen(entry),
    });
  },

  /** Once, after it was handed in. */
  async offer() {
    if (unseen(this).isJust) {
      unseen(this).isJust = false;
      const { templates } = await get('/api/me/messages');
      const ids = templates.filter(({ name, longTerm }) => NOTICES.test(name) && !longTerm).map(({ id }) => id);
      this.setData({ templates: ids.slice(0, AT_ONCE) });
    }
  },

  wantNotice() {
    subscribe(this.data.templates).then((asked) => ('words' in asked ? this.setData({ notice: asked.words }) : this.report(asked.results)));
  },

  async report(results: Record<string, string>) {
    this.setData({ templates: [] });
    try {
      await post('/api/me/messages/consents', { body: { results } });
      thankFor(results);
    } catch (error) {
      this.setData({ notice: wordsOf(error) });
    }
  },

  look({ currentTarget }: WechatMiniprogram.TouchEvent) {
    const photos = unseen(this).entry?.photos ?? [];
    lookClosely(
      photos.map(({ preview }) => pictureOf(preview)),
      Number(currentTarget.dataset.at),
    );
  },

  edit() {
    const { entry } = unseen(this);
    if (entry !== null) {
      wx.redirectTo({ url: pageOf(entry) });
    }
  },

  async withdraw() {
    const { confirm } = await wx.showModal({
      title: '撤回作品？',
      content: '撤回后不再参加评审，不能恢复，照片会删除。',
      cancelText: '再想想',
      confirmText: '撤回',
    });
    if (!confirm || this.data.busy) {
      return;
    }
    const { id } = unseen(this);
    this.setData({ busy: true });
    try {
      await remove('/api/contests/entries/mine/{id}', { id });
      dropUploads('photo', id);
      await this.refresh();
    } catch (error) {
      this.setData({ notice: wordsOf(error) });
    } finally {
      this.setData({ busy: false });
    }
  },

  goMine() {
    wx.redirectTo({ url: '/contests/mine/index' });
  },

  goContest() {
    lead(`/contests/contest/index?id=${unseen(this).entry?.contestId}`);
  },

  /** It looks again by itself while the photos are being worked on. */
  pulse(): Pulse {
    return pulseOf(this);
  },

  draw() {},

  isOpen(): boolean {
    return unseen(this).entry?.state === 'submitted';
  },
});

function moreOf({ text }: Entry): string[] {
  return [
    ...text.coauthors.map(({ name, unit }) => `合作者：${joined(name, unit)}`),
    ...(text.subject === '' ? [] : [`主题：${text.subject}`]),
    joined(text.place, takenInWords(text.takenOn)),
    editInWords(text.edit, text.editNote),
    ...(text.aiUse === 'none' ? [] : [`AI 使用：${text.aiNote}`]),
    ...(text.avoid.length === 0 ? [] : [`请求回避：${text.avoid.join('、')}（只有秘书处能看到）`]),
  ].filter((line) => line !== '');
}

function wordsFor({ state, reason }: Entry): string {
  switch (state) {
    case 'submitted':
      return '作品已收到。照片处理好后，秘书处开始审核。';
    case 'reviewing':
      return '秘书处正在审核，结果会显示在这里。';
    case 'accepted':
      return '作品已通过审核，参加评审。';
    case 'withdrawn':
      return reason === '' ? '作品已撤回。' : reason;
    default:
      return reason;
  }
}
