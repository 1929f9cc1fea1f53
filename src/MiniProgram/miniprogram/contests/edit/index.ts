import { get, post, put, remove, Schemas, wordsOf } from '../../api/client';
import { withoutAnswer } from '../../asking';
import { autosaveOf } from '../../autosave';
import { momentOfEnd } from '../../beijing';
import { serviceNow } from '../../clock';
import { askConsent } from '../../copying';
import { keep, recall } from '../../memory';
import { numberFrom } from '../../parameters';
import { privately } from '../../privately';
import { Pulse, pulseOf } from '../../pulse';
import {
  continueUploads,
  dropUpload,
  dropUploads,
  nextTurn,
  onUpload,
  pauseUploads,
  resumeUploads,
  startUpload,
  uploadsOf,
} from '../../uploads/uploading';
import { paragraphsOf } from '../../wording';
import { AI_USES, EDITS, Entry, isOpen as isStillOpen, lookClosely, MAX_SERIES, pictureOf, shapeInWords, takenInWords } from '../words';
import { Chosen, choosePhotos, moved, Order, orderOf, Row, rowOf, Tile, tilesOf, unfitWords } from './photos';

type Text = Schemas['PhotoEntryText'];
type Contest = Schemas['ContestScreen'];
type Precision = 'day' | 'month' | 'year';

const PRECISIONS: { precision: Precision; words: string }[] = [
  { precision: 'day', words: '记得哪天' },
  { precision: 'month', words: '只记得月份' },
  { precision: 'year', words: '只记得年份' },
];

const NOTHING: Text = {
  group: '',
  subject: '',
  title: '',
  caption: '',
  place: '',
  takenOn: '',
  author: '',
  unit: '',
  coauthors: [],
  avoid: [],
  edit: 'none',
  editNote: '',
  aiUse: 'none',
  aiNote: '',
};

const MAX_NAMES = 10;
const SUBMIT_PATIENCE = 20_000;
const PHONE = '手机号验证';
const MINE = 'contests/mine/index';

/** The entry that was last open is kept with its contest, so that one can write on without network. */
const LAST = 'contests-entry';

interface Last {
  entry: Entry;
  contest: Contest;
}

const unseen = privately(() => ({
  id: 0,
  contest: null as Contest | null,
  entry: null as Entry | null,
  /** As the author wants it; null where the service has it so. */
  order: null as Order | null,
  ordered: Promise.resolve(),
  isShown: false,
  leave: (): void => {},
}));

Page({
  data: {
    phase: 'loading' as 'loading' | 'ready' | 'failed' | 'absent',
    notice: '',
    contestTitle: '',
    deadline: '',
    returned: '',
    isDraft: true,
    text: NOTHING,
    coauthors: [] as (Schemas['Coauthor'] & { at: number })[],
    avoid: [] as { at: number; name: string }[],
    groups: [] as { key: string; name: string; words: string }[],
    subjects: [] as string[],
    maxCaption: 300,
    captionLeft: '',
    precisions: PRECISIONS,
    precision: 'day' as Precision,
    takenWords: '',
    takenStart: '',
    today: '',
    edits: EDITS,
    aiUses: AI_USES,
    maxNames: MAX_NAMES,
    savedWords: '',
    requirement: '',
    tiles: [] as Tile[],
    rows: [] as Row[],
    room: 0,
    isSeries: false,
    isPaused: false,
    /** Large photos take some seconds before anything of them is sent. */
    preparing: false,
    photoWrong: '',
    missing: '',
    hints: [] as string[],
    needsPhone: false,
    consented: false,
    rules: [] as string[],
    areRulesOpen: false,
    agreesToRules: false,
    isOwnWork: false,
    holdsNoSecrets: false,
    busy: false,
    wrong: '',
  },

  onLoad({ id }: { id?: string }) {
    unseen(this).id = numberFrom(id);
    recall<Last>(LAST, ({ entry, contest }) => {
      if (entry.id === unseen(this).id) {
        this.show(entry, contest);
      }
    });
  },

  async onShow() {
    const mine = unseen(this);
    mine.isShown = true;
    mine.leave = onUpload('photo', (entry) => entry === mine.id && this.showUploads());
    this.pulse().start();
    this.refresh();
    await resumeUploads();
    this.showUploads();
  },

  onHide() {
    this.rest();
  },

  onUnload() {
    this.rest();
  },

  rest() {
    unseen(this).isShown = false;
    unseen(this).leave();
    this.pulse().stop();
    autosaveOf(this).save();
  },

  async refresh() {
    const mine = unseen(this);
    if (mine.id === 0) {
      this.setData({ phase: 'absent' });
      return;
    }
    try {
      const entry = await get('/api/contests/entries/mine/{id}', { id: mine.id });
      if (!isStillOpen(entry)) {
        this.leaveFor(entry.id);
        return;
      }
      mine.contest ??= await get('/api/contests/{id}', { id: entry.contestId });
      this.show(entry, mine.contest);
      keep(LAST, { entry, contest: mine.contest } satisfies Last);
      this.setData({ notice: '' });
      autosaveOf(this).save();
    } catch (error) {
      this.setData(withoutAnswer(error, this.data.phase));
    }
    this.pulse().plan();
  },

  show(entry: Entry, contest: Contest) {
    const now = serviceNow();
    const { maxCaption, takenSince } = contest.limits;
    unseen(this).contest = contest;
    this.setData({
      phase: 'ready',
      contestTitle: entry.contestTitle,
      deadline: momentOfEnd(entry.fixUntil ?? contest.closesAt, now),
      isDraft: entry.state === 'draft',
      returned: entry.state === 'returned' ? entry.reason : '',
      groups: contest.groups.map((group) => ({ key: group.key, name: group.name, words: shapeInWords(group) })),
      subjects: contest.subjects,
      maxCaption,
      takenStart: takenSince,
      today: new Date(now + 8 * 3_600_000).toISOString().slice(0, 10),
      rules: paragraphsOf(contest.rules),
    });
    if (!autosaveOf(this).isTouched) {
      this.showText(autosaveOf(this).recall<Text>() ?? entry.text);
    }
    this.showEntry(entry);
    this.showUploads();
  },

  showText(text: Text) {
    const left = this.data.maxCaption - text.caption.length;
    this.setData({
      text,
      coauthors: text.coauthors.map((one, at) => ({ ...one, at })),
      avoid: text.avoid.map((name, at) => ({ name, at })),
      captionLeft: left >= 0 ? `${text.caption.length} / ${this.data.maxCaption}` : `多了 ${-left} 字`,
      takenWords: takenInWords(text.takenOn),
      precision:
        text.takenOn === '' ? this.data.precision : ((['year', 'month', 'day'] as const)[text.takenOn.split('-').length - 1] ?? 'day'),
    });
    this.showRequirement(text.group);
  },

  /** What the chosen group asks for. */
  showRequirement(key: string) {
    const { contest } = unseen(this);
    if (contest !== null) {
      const { minMegapixels, maxMegabytes, needsCamera } = contest.limits;
      const group = contest.groups.find((one) => one.key === key);
      this.setData({
        isSeries: group?.shape === 'series',
        requirement: [
          group === undefined ? '请先在下面选组别' : shapeInWords(group),
          minMegapixels > 0 ? `不少于 ${minMegapixels}00 万像素` : '',
          `每张不超过 ${maxMegabytes} MB`,
          needsCamera ? '须为带相机信息的原图' : '',
        ]
          .filter((part) => part !== '')
          .join('，'),
      });
    }
  },

  /** What the service says of it beside the text, which is the author's. */
  showEntry(entry: Entry) {
    const mine = unseen(this);
    mine.entry = entry;
    this.setData({
      tiles: tilesOf(entry, mine.order ?? orderOf(entry)),
      missing: entry.missing.join('、'),
      hints: entry.hints,
      needsPhone: entry.missing.includes(PHONE),
      room: entry.maxPhotos - entry.photos.length - uploadsOf('photo', mine.id).length,
    });
  },

  showUploads() {
    const mine = unseen(this);
    const under = uploadsOf('photo', mine.id);
    const hadMore = this.data.rows.length > under.length;
    this.setData({
      rows: under.map(rowOf),
      isPaused: under.some(({ phase }) => phase === 'paused'),
      room: (mine.entry?.maxPhotos ?? MAX_SERIES) - (mine.entry?.photos.length ?? 0) - under.length,
    });
    if (hadMore && mine.isShown) {
      this.setData({ wrong: '' });
      this.refresh();
    }
  },

  type({ currentTarget, detail }: WechatMiniprogram.Input) {
    this.write({ [String(currentTarget.dataset.field)]: detail.value });
  },

  /** A chip: what its data says of the text. */
  choose({ currentTarget }: WechatMiniprogram.TouchEvent) {
    const { field, value } = currentTarget.dataset;
    this.write({
      [String(field)]: value,
      ...(field === 'edit' && value === 'none' ? { editNote: '' } : {}),
      ...(field === 'aiUse' && value === 'none' ? { aiNote: '' } : {}),
    });
    if (field === 'group') {
      // How many photos there may be depends on it.
      autosaveOf(this).save();
    }
  },

  choosePrecision({ currentTarget }: WechatMiniprogram.TouchEvent) {
    const precision = currentTarget.dataset.precision as Precision;
    const parts = this.data.text.takenOn.split('-').filter(Boolean);
    const wanted = { year: 1, month: 2, day: 3 }[precision];
    this.setData({ precision });
    // Less is known of what was there; more has to be chosen.
    this.write({ takenOn: parts.length >= wanted ? parts.slice(0, wanted).join('-') : '' });
  },

  chooseTaken({ detail }: WechatMiniprogram.PickerChange) {
    this.write({ takenOn: String(detail.value) });
  },

  typeCoauthor({ currentTarget, detail }: WechatMiniprogram.Input) {
    const { at, field } = currentTarget.dataset;
    this.write({ coauthors: this.data.text.coauthors.map((one, i) => (i === at ? { ...one, [field]: detail.value } : one)) });
  },

  addCoauthor() {
    this.write({ coauthors: [...this.data.text.coauthors, { name: '', unit: '' }] });
  },

  removeCoauthor({ currentTarget }: WechatMiniprogram.TouchEvent) {
    this.write({ coauthors: this.data.text.coauthors.filter((_, i) => i !== currentTarget.dataset.at) });
  },

  typeAvoid({ currentTarget, detail }: WechatMiniprogram.Input) {
    this.write({ avoid: this.data.text.avoid.map((name, i) => (i === currentTarget.dataset.at ? detail.value : name)) });
  },

  addAvoid() {
    this.write({ avoid: [...this.data.text.avoid, ''] });
  },

  removeAvoid({ currentTarget }: WechatMiniprogram.TouchEvent) {
    this.write({ avoid: this.data.text.avoid.filter((_, i) => i !== currentTarget.dataset.at) });
  },

  write(change: Partial<Text>) {
    const text = { ...this.data.text, ...change };
    this.showText(text);
    this.setData({ savedWords: '', wrong: '' });
    autosaveOf(this).wrote(text);
  },

  async bring() {
    this.showEntry(await put('/api/contests/entries/mine/{id}', { id: unseen(this).id, body: this.data.text }));
  },

  draft(): string {
    return `contests-text-${unseen(this).id}`;
  },

  async pick() {
    const files = await this.chosen(this.data.room);
    this.setData({ preparing: true });
    const entry = unseen(this).id;
    for (const { path, size } of files) {
      await startUpload({ kind: 'photo', entry, turn: nextTurn('photo', entry) }, path, size);
    }
    this.setData({ preparing: false });
  },

  /** In place of one that the phone has lost, or that the entry could not have. */
  async pickAgain({ currentTarget }: WechatMiniprogram.TouchEvent) {
    const [file] = await this.chosen(1);
    if (file !== undefined) {
      await startUpload({ kind: 'photo', entry: unseen(this).id, turn: Number(currentTarget.dataset.turn) }, file.path, file.size);
    }
  },

  async chosen(count: number): Promise<Chosen[]> {
    if (!(await askConsent(this))) {
      this.setData({ photoWrong: '没有您的同意，微信不提供照片。您可以再试一次。' });
      return [];
    }
    this.setData({ consented: true });
    const { needsCamera = false, maxMegabytes = 0 } = unseen(this).contest?.limits ?? {};
    const chosen = await choosePhotos(count, needsCamera);
    const unfit = 'words' in chosen ? chosen.words : unfitWords(chosen, maxMegabytes);
    this.setData({ photoWrong: unfit });
    return 'words' in chosen ? [] : chosen.filter((one) => unfitWords([one], maxMegabytes) === '');
  },

  pause() {
    pauseUploads('photo', unseen(this).id);
  },

  goOn() {
    continueUploads('photo', unseen(this).id);
  },

  tryAgain({ currentTarget }: WechatMiniprogram.TouchEvent) {
    continueUploads('photo', unseen(this).id, Number(currentTarget.dataset.turn));
  },

  giveUp({ currentTarget }: WechatMiniprogram.TouchEvent) {
    dropUpload({ kind: 'photo', entry: unseen(this).id, turn: Number(currentTarget.dataset.turn) });
  },

  look({ currentTarget }: WechatMiniprogram.TouchEvent) {
    const photos = unseen(this).entry?.photos.filter(({ preview }) => preview !== null) ?? [];
    lookClosely(
      photos.map(({ preview }) => pictureOf(preview)),
      photos.findIndex(({ id }) => id === currentTarget.dataset.id),
    );
  },

  move({ currentTarget }: WechatMiniprogram.TouchEvent) {
    const { id, by } = currentTarget.dataset;
    this.arrange((order) => moved(order, Number(id), Number(by) < 0 ? -1 : 1));
  },

  makeCover({ currentTarget }: WechatMiniprogram.TouchEvent) {
    this.arrange(({ photos }) => ({ photos, cover: Number(currentTarget.dataset.id) }));
  },

  /** Shown at once, and brought to the service one after the other, so that the last wish counts. */
  arrange(change: (order: Order) => Order) {
    const mine = unseen(this);
    if (mine.entry !== null) {
      const order = change(mine.order ?? orderOf(mine.entry));
      mine.order = order;
      this.setData({ tiles: tilesOf(mine.entry, order), photoWrong: '' });
      mine.ordered = mine.ordered.then(() => this.bringOrder(order));
    }
  },

  async bringOrder({ photos, cover }: Order) {
    const mine = unseen(this);
    const isWanted = () => mine.order?.photos === photos && mine.order.cover === cover;
    if (!isWanted()) {
      return;
    }
    try {
      const entry = await put('/api/contests/entries/mine/{id}/photos', { id: mine.id, body: { photos, cover } });
      mine.order = isWanted() ? null : mine.order;
      this.showEntry(entry);
    } catch (error) {
      this.setData({ photoWrong: wordsOf(error) });
      mine.order = null;
      await this.refresh();
    }
  },

  async removePhoto({ currentTarget }: WechatMiniprogram.TouchEvent) {
    const { confirm } = await wx.showModal({ title: '去掉这张照片？', cancelText: '再想想', confirmText: '去掉' });
    if (!confirm) {
      return;
    }
    const mine = unseen(this);
    try {
      await mine.ordered;
      mine.order = null;
      this.showEntry(
        await remove('/api/contests/entries/mine/{id}/photos/{photo}', { id: mine.id, photo: Number(currentTarget.dataset.id) }),
      );
      this.setData({ photoWrong: '' });
    } catch (error) {
      this.setData({ photoWrong: wordsOf(error) });
    }
  },

  toggleRules() {
    this.setData({ areRulesOpen: !this.data.areRulesOpen });
  },

  tick({ currentTarget }: WechatMiniprogram.TouchEvent) {
    const which = currentTarget.dataset.which as 'agreesToRules' | 'isOwnWork' | 'holdsNoSecrets';
    this.setData({ [which]: !this.data[which], wrong: '' });
  },

  async submit() {
    if (this.data.busy) {
      return;
    }
    this.setData({ busy: true, wrong: '' });
    try {
      const words = await this.notYet();
      if (words === '') {
        const { agreesToRules, isOwnWork, holdsNoSecrets } = this.data;
        const { id } = unseen(this);
        const body = { agreesToRules, isOwnWork, holdsNoSecrets };
        const entry = await post('/api/contests/entries/mine/{id}/submit', { id, body, patience: SUBMIT_PATIENCE });
        this.leaveFor(entry.id, '&just=1');
      } else {
        this.setData({ wrong: words });
      }
    } catch (error) {
      this.setData({ wrong: wordsOf(error) });
    } finally {
      this.setData({ busy: false });
    }
  },

  /** What must happen before it can be handed in; empty where nothing must. */
  async notYet(): Promise<string> {
    if (!(await autosaveOf(this).save())) {
      return '文字还没有保存到服务器，请检查网络后再提交。';
    }
    await unseen(this).ordered;
    const { rows, missing, agreesToRules, isOwnWork, holdsNoSecrets } = this.data;
    if (rows.length > 0) {
      return `还有 ${rows.length} 张照片没有传完，传完后再提交。`;
    }
    if (missing !== '') {
      return `还差：${missing}`;
    }
    return agreesToRules && isOwnWork && holdsNoSecrets ? '' : '请先勾选上面三项。';
  },

  async withdraw() {
    const { isDraft } = this.data;
    const { confirm } = await wx.showModal({
      title: isDraft ? '删除草稿？' : '撤回作品？',
      content: isDraft ? '文字和照片都会删除。' : '撤回后不能恢复，照片会删除。',
      cancelText: '再想想',
      confirmText: isDraft ? '删除' : '撤回',
    });
    if (!confirm || this.data.busy) {
      return;
    }
    const { id } = unseen(this);
    this.setData({ busy: true, wrong: '' });
    try {
      await remove('/api/contests/entries/mine/{id}', { id });
      autosaveOf(this).drop();
      this.rest();
      keep(LAST, null);
      dropUploads('photo', id);
      this.returnToMine(isDraft ? '已删除' : '已撤回');
    } catch (error) {
      this.setData({ wrong: wordsOf(error) });
    } finally {
      this.setData({ busy: false });
    }
  },

  leaveFor(id: number, more = '') {
    autosaveOf(this).drop();
    keep(LAST, null);
    wx.redirectTo({ url: `/contests/own/index?id=${id}${more}` });
  },

  /** Most often the list is the page below, and a second one would only hide it. */
  returnToMine(said: string) {
    // A toast of a page that is being left may go with it.
    const success = () => wx.showToast({ title: said });
    if (getCurrentPages().slice(-2)[0]?.route === MINE) {
      wx.navigateBack({ success });
    } else {
      wx.redirectTo({ url: `/${MINE}`, success });
    }
  },

  goMine() {
    wx.redirectTo({ url: `/${MINE}` });
  },

  /** While photos are being looked at, the page asks by itself what was found. */
  pulse(): Pulse {
    return pulseOf(this);
  },

  draw() {},

  isOpen(): boolean {
    return unseen(this).entry?.photos.some(({ state }) => state === 'waiting') ?? false;
  },
});
