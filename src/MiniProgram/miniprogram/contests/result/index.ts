import { get, post, Schemas, wordsOf } from '../../api/client';
import { withoutAnswer } from '../../asking';
import { dayOf, moment, momentOfEnd } from '../../beijing';
import { serviceNow } from '../../clock';
import { lead } from '../../leading';
import { numberFrom } from '../../parameters';
import { privately } from '../../privately';
import { AI_MARK, paragraphsOf } from '../../wording';
import { joined, lookClosely, pictureOf, STAGES } from '../words';

type Result = Schemas['ResultScreen'];

interface Award {
  id: number;
  prize: string;
  title: string;
  by: string;
  caption: string[];
  mark: string;
  photos: { at: number; picture: string; preview: string }[];
}

interface Group {
  name: string;
  awards: Award[];
}

/** What the picker of objections begins with. */
const WHOLE = '整个名单';
const OBJECT_PATIENCE = 15_000;

const unseen = privately(() => ({ id: 0, targets: [] as (number | null)[], isRenewed: false }));

Page({
  data: {
    phase: 'loading' as 'loading' | 'ready' | 'failed' | 'absent',
    notice: '',
    title: '',
    badge: STAGES.notice,
    about: '',
    groups: [] as Group[],
    objections: [] as { key: number; about: string; badge: { words: string; look: string }; decision: string }[],
    mayObject: false,
    objecting: false,
    objected: false,
    targets: [] as string[],
    target: 0,
    name: '',
    contact: '',
    isNamed: false,
    words: '',
    wrong: '',
    busy: false,
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
    return { title: `${this.data.title || '摄影大赛'}：评选结果`, path: `/contests/result/index?id=${unseen(this).id}` };
  },

  async refresh() {
    const { id } = unseen(this);
    if (id === 0) {
      this.setData({ phase: 'absent' });
      return;
    }
    try {
      this.show(await get('/api/contests/{id}/result', { id }));
      this.setData({ notice: '' });
    } catch (error) {
      this.setData(withoutAnswer(error, this.data.phase));
    }
  },

  show(result: Result) {
    const now = serviceNow();
    const mayObject = result.stage === 'notice';
    this.setData({
      phase: 'ready',
      title: result.title,
      badge: STAGES[result.stage],
      about: aboutOf(result, now),
      groups: result.groups.map(groupOf),
      objections: result.objections.map((objection, key) => ({
        key,
        about: joined(objection.name, objection.title === '' ? WHOLE : `《${objection.title}》`, dayOf(objection.decidedAt, now)),
        badge: objection.upheld ? { words: '成立', look: 'open' } : { words: '不成立', look: '' },
        decision: objection.decision,
      })),
      mayObject,
      objecting: this.data.objecting && mayObject,
    });
    this.showTargets(result);
  },

  /** What is chosen stays chosen, wherever it stands now. */
  showTargets({ groups }: Result) {
    const mine = unseen(this);
    const chosen = mine.targets[this.data.target] ?? null;
    const all = groups.flatMap(({ name, entries }) => entries.map((entry) => ({ ...entry, group: name })));
    mine.targets = [null, ...all.map(({ entryId }) => entryId)];
    this.setData({
      targets: [WHOLE, ...all.map(({ group, prize, title }) => `${group} ${prize}：${title}`)],
      target: Math.max(mine.targets.indexOf(chosen), 0),
    });
  },

  look({ currentTarget }: WechatMiniprogram.TouchEvent) {
    const { id, at } = currentTarget.dataset;
    const award = this.data.groups.flatMap(({ awards }) => awards).find((one) => one.id === id);
    lookClosely(award?.photos.map(({ preview }) => preview) ?? [], Number(at));
  },

  /** An address runs out after a while; new ones are asked for once. */
  renew() {
    if (!unseen(this).isRenewed) {
      unseen(this).isRenewed = true;
      this.refresh();
    }
  },

  begin() {
    this.setData({ objecting: true, objected: false });
  },

  pick({ detail }: WechatMiniprogram.PickerChange) {
    this.setData({ target: Number(detail.value), wrong: '' });
  },

  type({ currentTarget, detail }: WechatMiniprogram.Input) {
    this.setData({ [String(currentTarget.dataset.field)]: detail.value, wrong: '' });
  },

  chooseNamed({ detail }: WechatMiniprogram.SwitchChange) {
    this.setData({ isNamed: detail.value });
  },

  async object() {
    const { name, contact, isNamed, words, target, busy } = this.data;
    if (busy) {
      return;
    }
    const missing = [
      ['姓名', name],
      ['联系方式', contact],
      ['异议内容', words],
    ].filter(([, value]) => value.trim() === '');
    if (missing.length > 0) {
      this.setData({ wrong: `还差：${missing.map(([field]) => field).join('、')}` });
      return;
    }
    this.setData({ busy: true, wrong: '' });
    try {
      const { id, targets } = unseen(this);
      const body = { entryId: targets[target] ?? null, name, contact, isNamed, words };
      await post('/api/contests/{id}/objections', { id, body, patience: OBJECT_PATIENCE });
      this.setData({ objecting: false, objected: true, words: '' });
    } catch (error) {
      this.setData({ wrong: wordsOf(error) });
    } finally {
      this.setData({ busy: false });
    }
  },

  goContest() {
    const { id } = unseen(this);
    lead(id === 0 ? '/contests/contest/index' : `/contests/contest/index?id=${id}`);
  },

  goCertificates() {
    lead('/contests/certificates/index');
  },
});

function aboutOf({ stage, noticeFrom, noticeUntil, announcedAt }: Result, now: number): string {
  const until = momentOfEnd(noticeUntil, now);
  switch (stage) {
    case 'notice':
      return `拟获奖名单公示，${moment(noticeFrom, now)} 至 ${until}。对名单有异议，请在此期间提出。`;
    case 'noticed':
      return `公示已于 ${until} 结束，正在处理异议，结果即将公布。`;
    default:
      return announcedAt === null ? '' : `${moment(announcedAt, now)} 公布`;
  }
}

function groupOf({ name, entries }: Result['groups'][number]): Group {
  return {
    name,
    awards: entries.map((entry) => ({
      id: entry.entryId,
      prize: entry.prize,
      title: entry.title,
      by: joined(entry.makers, entry.unit),
      caption: paragraphsOf(entry.caption),
      mark: entry.aiUse === 'none' ? '' : AI_MARK,
      photos: entry.photos.map(({ thumbnail, preview }, at) => ({ at, picture: pictureOf(thumbnail), preview: pictureOf(preview) })),
    })),
  };
}
