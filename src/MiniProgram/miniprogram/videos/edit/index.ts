import { get, post, put, remove, Schemas, Unreachable, wordsOf } from '../../api/client';
import { withoutAnswer } from '../../asking';
import { moment, momentOfEnd, recently } from '../../beijing';
import { serviceNow } from '../../clock';
import { askConsent, copyText } from '../../copying';
import { keep, kept, recall } from '../../memory';
import { numberFrom } from '../../parameters';
import { privately } from '../../privately';
import { Pulse, pulseOf } from '../../pulse';
import { Upload } from '../sender';
import { Receipt, receiptOf } from '../sending';
import { continueUpload, dropUpload, onUpload, pauseUpload, resumeUploads, startUpload, unfitWords, uploadOf } from '../uploading';
import { Entry, isOpen as isStillOpen, lengthOf, paragraphsOf, partOf, posterOf, secondsInWords, sizeOf } from '../words';

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

const UPLOAD_TITLES: Record<Upload['phase'], string> = {
  preparing: '正在准备上传',
  sending: '正在上传',
  waiting: '稍后继续',
  offline: '等待网络',
  paused: '已暂停',
  checking: '已传完，正在核对',
  lost: '需要再选一次',
  failed: '上传失败',
  done: '已传完',
};

/** How long after the last letter the text is saved, in milliseconds. */
const SAVE_AFTER = 1_500;

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
  isTouched: false,
  /** Text that the service does not have yet. */
  isUnsaved: false,
  saving: 0,
  saved: Promise.resolve(true),
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
    agreed: false,
    phoneWrong: '',
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
    if (!wx.canIUse('getPrivacySetting')) {
      this.setData({ agreed: true });
      return;
    }
    wx.getPrivacySetting({
      success: ({ needAuthorization }) => this.setData({ agreed: !needAuthorization }),
      fail: () => this.setData({ agreed: true }),
    });
  },

  async onShow() {
    const mine = unseen(this);
    mine.isShown = true;
    mine.leave = onUpload((entry) => entry === mine.id && this.showUpload());
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
    this.save();
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
      this.save();
    } catch (error) {
      this.setData(withoutAnswer(error, this.data.phase));
    }
    this.pulse().plan();
  },

  show(entry: Entry, call: Schemas['CallScreen']) {
    const now = serviceNow();
    Object.assign(unseen(this), { shortest: call.minSeconds, longest: call.maxSeconds });
    if (!unseen(this).isTouched) {
      // What was written when the app was closed and had not reached the service counts more than what it has.
      const written = kept<Text>(draftOf(entry.id))?.value ?? null;
      unseen(this).isUnsaved = written !== null;
      this.showText(written ?? entry.text);
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
    const upload = uploadOf(unseen(this).id);
    const wasSending = this.data.upload !== null;
    const receipt = receiptOf(unseen(this).id);
    this.setData({
      upload: upload === null ? null : { ...upload },
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

  /** Kept on the phone with each letter, and brought to the service when the author pauses. */
  write(change: Partial<Text>) {
    const mine = unseen(this);
    const text = { ...this.data.text, ...change };
    this.showText(text);
    this.setData({ savedWords: '', wrong: '' });
    keep(draftOf(mine.id), text);
    mine.isUnsaved = true;
    mine.isTouched = true;
    clearTimeout(mine.saving);
    mine.saving = setTimeout(() => this.save(), SAVE_AFTER);
  },

  /** One after the other, or of two texts the older might arrive last. Answers whether the service has all that was written. */
  save(): Promise<boolean> {
    const mine = unseen(this);
    clearTimeout(mine.saving);
    mine.saved = mine.saved.then(() => this.bring());
    return mine.saved;
  },

  async bring(): Promise<boolean> {
    const mine = unseen(this);
    if (!mine.isUnsaved) {
      return true;
    }
    const { text } = this.data;
    this.setData({ savedWords: '正在保存…' });
    try {
      const entry = await put('/api/videos/entries/mine/{id}', { id: mine.id, body: text });
      if (this.data.text === text) {
        mine.isUnsaved = false;
        keep(draftOf(mine.id), null);
      }
      this.showEntry(entry);
      this.setData({ savedWords: `已保存 ${recently(serviceNow(), serviceNow())}` });
      return !mine.isUnsaved;
    } catch (error) {
      const isAway = error instanceof Unreachable;
      this.setData({ savedWords: isAway ? '已存在手机上，网络恢复后保存' : `没有保存：${wordsOf(error)}` });
      return false;
    }
  },

  async pick() {
    if (!(await askConsent(this))) {
      this.setData({ videoWrong: '没有您的同意，微信不提供视频。您可以再试一次。' });
      return;
    }
    // The phone button needs no second question.
    this.setData({ agreed: true });
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
          startUpload(unseen(this).id, file.tempFilePath, file.size).then(() => this.setData({ preparing: false }));
        }
      },
      fail: ({ errMsg }) => this.setData({ videoWrong: /cancel/.test(errMsg) ? '' : '未能选取视频，请再试一次。' }),
    });
  },

  pause() {
    pauseUpload(unseen(this).id);
  },

  goOn() {
    continueUpload(unseen(this).id);
  },

  async giveUp() {
    const { confirm } = await wx.showModal({
      title: '取消上传这个视频？',
      content: '已传的部分会删除。',
      cancelText: '再想想',
      confirmText: '取消上传',
    });
    if (confirm) {
      dropUpload(unseen(this).id);
    }
  },

  copyReceipt() {
    copyText(this, this.data.receipt?.receipt ?? '');
  },

  async askPrivacy() {
    const agreed = await askConsent(this);
    this.setData({ agreed, phoneWrong: agreed ? '' : '没有您的同意，微信不提供手机号。您可以再试一次。' });
    if (agreed) {
      wx.showToast({ title: '谢谢，请再点一次验证', icon: 'none' });
    }
  },

  async gotPhone({ detail }: WechatMiniprogram.ButtonGetPhoneNumber) {
    if (detail.code === undefined || detail.code === '') {
      this.setData({ phoneWrong: '没有得到手机号。投稿需要验证手机号，请再点一次。' });
      return;
    }
    this.setData({ busy: true, phoneWrong: '' });
    try {
      // The code is good once.
      await put('/api/me/phone', { body: { phoneCode: detail.code }, patience: 0 });
      wx.showToast({ title: '验证成功' });
    } catch (error) {
      this.setData({ phoneWrong: wordsOf(error) });
    } finally {
      this.setData({ busy: false });
    }
    await this.refresh();
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
      if (!(await this.save())) {
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
      unseen(this).isUnsaved = false;
      this.rest();
      keep(draftOf(id), null);
      keep(LAST, null);
      dropUpload(id);
      this.returnToMine(isDraft ? '已删除' : '已撤回');
    } catch (error) {
      this.setData({ wrong: wordsOf(error) });
    } finally {
      this.setData({ busy: false });
    }
  },

  leaveFor(id: number, more = '') {
    keep(draftOf(id), null);
    keep(LAST, null);
    unseen(this).isUnsaved = false;
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

function draftOf(id: number): string {
  return `videos-text-${id}`;
}
