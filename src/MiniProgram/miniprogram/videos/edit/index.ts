import { get, post, put, remove, Schemas, wordsOf } from '../../api/client';
import { withoutAnswer } from '../../asking';
import { autosaveOf } from '../../autosave';
import { moment, momentOfEnd } from '../../beijing';
import { serviceNow } from '../../clock';
import { askConsent, copyText } from '../../copying';
import { keep, recall } from '../../memory';
import { numberFrom } from '../../parameters';
import { privately } from '../../privately';
import { Pulse, pulseOf } from '../../pulse';
import { Upload } from '../../uploads/sender';
import { Receipt, receiptOf } from '../../uploads/sending';
import {
  continueUploads,
  dropUploads,
  onUpload,
  pauseUploads,
  resumeUploads,
  startUpload,
  UPLOAD_TITLES,
  uploadsOf,
} from '../../uploads/uploading';
import { paragraphsOf, partOf, sizeOf } from '../../wording';
import { Entry, isOpen as isStillOpen, lengthOf, posterOf, secondsInWords } from '../words';
import { unfitWords } from '../fitting';

type Text = Schemas['EntryText'];

const AI_USES: { use: Schemas['AiUse']; words: string }[] = [
  { use: 'none', words: '没有使用' },
  { use: 'partly', words: '部分使用' },
  { use: 'mostly', words: '主要由 AI 生成' },
];

const VIDEO_STATES: Record<Schemas['EntryVideoState'], string> = {
  waiting: '已收到，正在检查',
  checked: '已收到，检查通过',
  converting: '已收到，正在处理',
  ready: '已收到，检查通过',
  unfit: '不能用',
};

const MAX_COLLABORATORS = 10;
const SUBMIT_PATIENCE = 20_000;
const PHONE = '手机号验证';
const MINE = 'videos/mine/index';

/** The entry that was last open is kept with its call, so that one can write on without network. */
const LAST = 'videos-entry';

interface Last {
  entry: Entry;
  call: Schemas['CallScreen'];
}

const unseen = privately(() => ({
  id: 0,
  call: null as Schemas['CallScreen'] | null,
  shortest: 0,
  longest: 60,
  isShown: false,
  leave: (): void => {},
}));

Page({
  data: {
    phase: 'loading' as 'loading' | 'ready' | 'failed' | 'absent',
    notice: '',
    callTitle: '',
    deadline: '',
    returned: '',
    text: { title: '', statement: '', author: '', unit: '', collaborators: [], category: '', aiUse: 'none', aiNote: '' } as Text,
    collaborators: [] as (Schemas['Collaborator'] & { at: number })[],
    categories: [] as string[],
    aiUses: AI_USES,
    savedWords: '',
    requirement: '',
    videoTitle: '',
    videoFault: '',
    videoAbout: '',
    poster: '',
    hasVideo: false,
    upload: null as Upload | null,
    uploadTitle: '',
    uploadAbout: '',
    percent: 0,
    /** A large file takes some seconds before anything of it is sent. */
    preparing: false,
    videoWrong: '',
    receipt: null as Receipt | null,
    receiptAt: '',
    missing: '',
    /** Once somebody wanted to submit, what is missing is said louder. */
    insists: false,
    hints: [] as string[],
    needsPhone: false,
    consented: false,
    theme: [] as string[],
    isThemeOpen: false,
    agreesToRules: false,
    holdsNoSecrets: false,
    busy: false,
    wrong: '',
    isDraft: true,
    maxCollaborators: MAX_COLLABORATORS,
  },

  onLoad({ id }: { id?: string }) {
    unseen(this).id = numberFrom(id);
    recall<Last>(LAST, ({ entry, call }) => {
      if (entry.id === unseen(this).id) {
        this.show(entry, call);
      }
    });
  },

  async onShow() {
    const mine = unseen(this);
    mine.isShown = true;
    mine.leave = onUpload('video', (entry) => entry === mine.id && this.showUpload());
    this.pulse().start();
    this.refresh();
    await resumeUploads();
    this.showUpload();
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
      const entry = await get('/api/videos/entries/mine/{id}', { id: mine.id });
      if (!isStillOpen(entry)) {
        this.leaveFor(entry.id);
        return;
      }
      mine.call ??= await get('/api/videos/calls/{id}', { id: entry.callId });
      this.show(entry, mine.call);
      keep(LAST, { entry, call: mine.call } satisfies Last);
      this.setData({ notice: '' });
      autosaveOf(this).save();
    } catch (error) {
      this.setData(withoutAnswer(error, this.data.phase));
    }
    this.pulse().plan();
  },

  show(entry: Entry, call: Schemas['CallScreen']) {
    const now = serviceNow();
    Object.assign(unseen(this), { shortest: call.minSeconds, longest: call.maxSeconds });
    if (!autosaveOf(this).isTouched) {
      this.showText(autosaveOf(this).recall<Text>() ?? entry.text);
    }
    this.setData({
      phase: 'ready',
      callTitle: entry.callTitle,
      deadline: momentOfEnd(entry.fixUntil ?? call.closesAt, now),
      isDraft: entry.state === 'draft',
      returned: entry.state === 'returned' ? entry.reason : '',
      categories: call.categories,
      theme: paragraphsOf(call.theme),
      requirement: `${call.minSeconds > 0 ? `${secondsInWords(call.minSeconds)}至 ` : '不超过 '}${secondsInWords(call.maxSeconds)}，100 MB 以内。`,
    });
    this.showEntry(entry);
    this.showUpload();
  },

  showText(text: Text) {
    this.setData({ text, collaborators: text.collaborators.map((one, at) => ({ ...one, at })) });
  },

  /** What the service says of it beside the text, which is the author's. */
  showEntry({ video, missing, hints }: Entry) {
    this.setData({
      hasVideo: video !== null,
      videoTitle: video === null ? '' : VIDEO_STATES[video.state],
      videoFault: video?.fault ?? '',
      videoAbout: video === null ? '' : [sizeOf(video.size), ...(video.seconds > 0 ? [lengthOf(video.seconds)] : [])].join(' · '),
      poster: posterOf(video?.poster),
      missing: missing.join('、'),
      hints,
      needsPhone: missing.includes(PHONE),
    });
  },

  showUpload() {
    const upload = uploadsOf('video', unseen(this).id)[0] ?? null;
    const wasSending = this.data.upload !== null;
    const receipt = receiptOf(unseen(this).id);
    this.setData({
      upload,
      uploadTitle: upload === null ? '' : UPLOAD_TITLES[upload.phase],
      uploadAbout: upload === null ? '' : `已传 ${partOf(upload.received, upload.size)}`,
      percent: upload === null ? 0 : Math.floor((upload.received / upload.size) * 100),
      receipt,
      receiptAt: receipt === null ? '' : moment(receipt.completedAt, serviceNow()),
    });
    if (wasSending && upload === null && unseen(this).isShown) {
      this.setData({ wrong: '' });
      this.refresh();
    }
  },

  type({ currentTarget, detail }: WechatMiniprogram.Input) {
    this.write({ [String(currentTarget.dataset.field)]: detail.value });
  },

  typeCollaborator({ currentTarget, detail }: WechatMiniprogram.Input) {
    const { at, field } = currentTarget.dataset;
    const collaborators = this.data.text.collaborators.map((one, i) => (i === at ? { ...one, [field]: detail.value } : one));
    this.write({ collaborators });
  },

  addCollaborator() {
    this.write({ collaborators: [...this.data.text.collaborators, { name: '', unit: '' }] });
  },

  removeCollaborator({ currentTarget }: WechatMiniprogram.TouchEvent) {
    this.write({ collaborators: this.data.text.collaborators.filter((_, i) => i !== currentTarget.dataset.at) });
  },

  choose({ currentTarget }: WechatMiniprogram.TouchEvent) {
    this.write({ category: String(currentTarget.dataset.category) });
  },

  chooseUse({ currentTarget }: WechatMiniprogram.TouchEvent) {
    const aiUse = currentTarget.dataset.use as Schemas['AiUse'];
    this.write(aiUse === 'none' ? { aiUse, aiNote: '' } : { aiUse });
  },

  write(change: Partial<Text>) {
    const text = { ...this.data.text, ...change };
    this.showText(text);
    this.setData({ savedWords: '', wrong: '' });
    autosaveOf(this).wrote(text);
  },

  async bring() {
    this.showEntry(await put('/api/videos/entries/mine/{id}', { id: unseen(this).id, body: this.data.text }));
  },

  draft(): string {
    return `videos-text-${unseen(this).id}`;
  },

  async pick() {
    if (!(await askConsent(this))) {
      this.setData({ videoWrong: '没有您的同意，微信不提供视频。您可以再试一次。' });
      return;
    }
    this.setData({ consented: true });
    const { shortest, longest } = unseen(this);
    wx.chooseMedia({
      count: 1,
      mediaType: ['video'],
      sourceType: ['album', 'camera'],
      // The camera records a minute at most, whatever the call allows.
      maxDuration: Math.min(Math.max(longest, 3), 60),
      success: ({ tempFiles: [file] }) => {
        const unfit = unfitWords(file.size, file.duration, shortest, longest);
        this.setData({ videoWrong: unfit });
        if (unfit === '') {
          this.setData({ preparing: true });
          startUpload({ kind: 'video', entry: unseen(this).id, turn: 0 }, file.tempFilePath, file.size).then(() =>
            this.setData({ preparing: false }),
          );
        }
      },
      fail: ({ errMsg }) => this.setData({ videoWrong: /cancel/.test(errMsg) ? '' : '未能选取视频，请再试一次。' }),
    });
  },

  pause() {
    pauseUploads('video', unseen(this).id);
  },

  goOn() {
    continueUploads('video', unseen(this).id, 0);
  },

  async giveUp() {
    const { confirm } = await wx.showModal({
      title: '取消上传这个视频？',
      content: '已传的部分会删除。',
      cancelText: '再想想',
      confirmText: '取消上传',
    });
    if (confirm) {
      dropUploads('video', unseen(this).id);
    }
  },

  copyReceipt() {
    copyText(this, this.data.receipt?.receipt ?? '');
  },

  toggleTheme() {
    this.setData({ isThemeOpen: !this.data.isThemeOpen });
  },

  tick({ currentTarget }: WechatMiniprogram.TouchEvent) {
    this.setData(
      currentTarget.dataset.which === 'rules'
        ? { agreesToRules: !this.data.agreesToRules, wrong: '' }
        : { holdsNoSecrets: !this.data.holdsNoSecrets, wrong: '' },
    );
  },

  async submit() {
    const { agreesToRules, holdsNoSecrets, busy, upload } = this.data;
    if (busy) {
      return;
    }
    this.setData({ busy: true, wrong: '' });
    try {
      if (!(await autosaveOf(this).save())) {
        this.setData({ wrong: '文字还没有保存到服务器，请检查网络后再提交。' });
      } else if (upload !== null) {
        this.setData({ wrong: '视频还没有传完，传完后再提交。' });
      } else if (this.data.missing !== '') {
        this.setData({ insists: true });
      } else if (!agreesToRules || !holdsNoSecrets) {
        this.setData({ wrong: '请先勾选上面两项。' });
      } else {
        const entry = await post('/api/videos/entries/mine/{id}/submit', {
          id: unseen(this).id,
          body: { agreesToRules, holdsNoSecrets },
          patience: SUBMIT_PATIENCE,
        });
        this.leaveFor(entry.id, '&just=1');
      }
    } catch (error) {
      this.setData({ wrong: wordsOf(error) });
    } finally {
      this.setData({ busy: false });
    }
  },

  async withdraw() {
    const { isDraft } = this.data;
    const { confirm } = await wx.showModal({
      title: isDraft ? '删除草稿？' : '撤回作品？',
      content: isDraft ? '文字和视频都会删除。' : '撤回后不能恢复，视频会删除。',
      cancelText: '再想想',
      confirmText: isDraft ? '删除' : '撤回',
    });
    if (!confirm || this.data.busy) {
      return;
    }
    const { id } = unseen(this);
    this.setData({ busy: true, wrong: '' });
    try {
      await remove('/api/videos/entries/mine/{id}', { id });
      autosaveOf(this).drop();
      this.rest();
      keep(LAST, null);
      dropUploads('video', id);
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
    wx.redirectTo({ url: `/videos/own/index?id=${id}${more}` });
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

  /** While the video is being looked at, the page asks by itself what was found. */
  pulse(): Pulse {
    return pulseOf(this);
  },

  draw() {},

  isOpen(): boolean {
    return this.data.videoTitle === VIDEO_STATES.waiting;
  },
});
