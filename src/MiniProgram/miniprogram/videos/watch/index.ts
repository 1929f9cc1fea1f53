import { get, post, put, remove, Schemas, wordsOf } from '../../api/client';
import { withoutAnswer } from '../../asking';
import { dayOf } from '../../beijing';
import { serviceNow } from '../../clock';
import { lead } from '../../leading';
import { numberFrom } from '../../parameters';
import { privately } from '../../privately';
import { addressOf, AI_MARK, paragraphsOf } from '../../wording';
import { posterOf } from '../words';

type Screen = Schemas['GalleryScreen'];
type Ground = Schemas['Ground'];

const GROUNDS: { ground: Ground; words: string }[] = [
  { ground: 'rights', words: '侵权（肖像、著作权等）' },
  { ground: 'secret', words: '涉密或敏感信息' },
  { ground: 'unlawful', words: '违法违规内容' },
  { ground: 'untrue', words: '虚假或不实内容' },
  { ground: 'other', words: '其他' },
];

const COMPLAIN_PATIENCE = 15_000;

const unseen = privately(() => ({ id: 0, callId: 0, isRenewed: false, liking: Promise.resolve() }));

Page({
  data: {
    phase: 'loading' as 'loading' | 'ready' | 'failed' | 'absent',
    notice: '',
    title: '',
    by: '',
    about: '',
    mark: '',
    aiNote: '',
    statement: [] as string[],
    collaborators: [] as string[],
    src: '',
    poster: '',
    feedId: '',
    finder: '',
    ratio: 56,
    likes: 0,
    liked: false,
    grounds: GROUNDS,
    complaining: false,
    complained: false,
    ground: '' as Ground | '',
    words: '',
    wrong: '',
    busy: false,
  },

  onLoad({ id }: { id?: string }) {
    unseen(this).id = numberFrom(id);
    this.refresh();
  },

  onShareAppMessage(): WechatMiniprogram.Page.ICustomShareContent {
    return { title: this.data.title, path: `/videos/watch/index?id=${unseen(this).id}` };
  },

  async refresh() {
    const { id } = unseen(this);
    if (id === 0) {
      this.setData({ phase: 'absent' });
      return;
    }
    try {
      this.show(await get('/api/videos/entries/{id}', { id }));
      this.setData({ notice: '' });
    } catch (error) {
      const { phase, notice } = withoutAnswer(error, this.data.phase);
      this.setData({ phase, notice, ...(phase === 'absent' ? { src: '' } : {}) });
    }
  },

  show(screen: Screen) {
    const { play } = screen;
    unseen(this).callId = screen.callId;
    // A player that gets another address begins anew, and each answer has another one.
    const isPlaying = play.way === 'file' && this.data.src !== '';
    this.setData({
      phase: 'ready',
      title: screen.title,
      by: [screen.author, screen.unit].filter((part) => part !== '').join(' · '),
      about: [screen.category, dayOf(screen.shownAt, serviceNow())].filter((part) => part !== '').join(' · '),
      mark: screen.aiUse === 'none' ? '' : AI_MARK,
      aiNote: screen.aiNote,
      statement: paragraphsOf(screen.statement),
      collaborators: screen.collaborators.map(({ name, unit }) => [name, unit].filter((part) => part !== '').join(' · ')),
      ...(play.way === 'file'
        ? {
            ...(isPlaying ? {} : { src: addressOf(play.address), poster: posterOf(screen.poster) }),
            ratio: play.width > 0 ? Math.min(Math.round((play.height / play.width) * 100), 120) : 56,
          }
        : { feedId: play.feedId, finder: play.finderUserName }),
      likes: screen.likes,
      liked: screen.liked,
    });
  },

  /** An address runs out after a while; a new one is asked for once. */
  renew() {
    if (!unseen(this).isRenewed) {
      unseen(this).isRenewed = true;
      this.setData({ src: '' });
      this.refresh();
    } else {
      this.setData({ notice: '视频暂时放不出来，请稍后再看。' });
    }
  },

  playing() {
    unseen(this).isRenewed = false;
  },

  /** Shown at once and taken back where it fails; one after the other, so that the last tap counts. */
  like() {
    const mine = unseen(this);
    const liked = !this.data.liked;
    this.setData({ liked, likes: this.data.likes + (liked ? 1 : -1), notice: '' });
    mine.liking = mine.liking.then(() => this.bring(liked));
  },

  async bring(liked: boolean) {
    const { id } = unseen(this);
    try {
      await (liked ? put('/api/videos/entries/{id}/like', { id }) : remove('/api/videos/entries/{id}/like', { id }));
    } catch (error) {
      this.setData({ notice: wordsOf(error) });
      if (this.data.liked === liked) {
        this.setData({ liked: !liked, likes: this.data.likes + (liked ? -1 : 1) });
      }
    }
  },

  ask() {
    this.setData({ complaining: true });
  },

  choose({ currentTarget }: WechatMiniprogram.TouchEvent) {
    this.setData({ ground: currentTarget.dataset.ground as Ground, wrong: '' });
  },

  type({ detail }: WechatMiniprogram.Input) {
    this.setData({ words: detail.value });
  },

  async complain() {
    const { ground, words, busy } = this.data;
    if (busy) {
      return;
    }
    if (ground === '') {
      this.setData({ wrong: '请先选择投诉的原因。' });
      return;
    }
    this.setData({ busy: true, wrong: '' });
    try {
      await post('/api/videos/entries/{id}/complaints', { id: unseen(this).id, body: { ground, words }, patience: COMPLAIN_PATIENCE });
      this.setData({ complaining: false, complained: true });
    } catch (error) {
      this.setData({ wrong: wordsOf(error) });
    } finally {
      this.setData({ busy: false });
    }
  },

  goCall() {
    lead(`/videos/call/index?id=${unseen(this).callId}`);
  },
});
