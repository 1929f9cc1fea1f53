import { get, put, Refusal, remove, Schemas, wordsOf } from '../../api/client';
import { withoutAnswer } from '../../asking';
import { moment, momentOfEnd } from '../../beijing';
import { serviceNow } from '../../clock';
import { lead } from '../../leading';
import { numberFrom } from '../../parameters';
import { privately } from '../../privately';
import { AI_MARK, paragraphsOf } from '../../wording';
import { editInWords, joined, lookClosely, pictureOf, takenInWords } from '../words';

type Screen = Schemas['PhotoGalleryScreen'];

/** Why somebody may not vote yet, and can mend it here. */
const NOT_BOUND = 'member.not_bound';
const NO_PHONE = 'contests.no_phone';

const unseen = privately(() => ({ id: 0, contestId: 0, previews: [] as string[], isRenewed: false }));

Page({
  data: {
    phase: 'loading' as 'loading' | 'ready' | 'failed' | 'absent',
    notice: '',
    title: '',
    about: '',
    by: '',
    coauthors: [] as string[],
    photos: [] as { at: number; picture: string; ratio: number; words: string }[],
    mark: '',
    aiNote: '',
    facts: [] as string[],
    caption: [] as string[],
    voting: 'none' as Schemas['VotingStage'],
    votingWords: '',
    isMine: false,
    myVote: false,
    votes: '',
    busy: false,
    wrong: '',
    needsMember: false,
    needsPhone: false,
  },

  onLoad({ id }: { id?: string }) {
    unseen(this).id = numberFrom(id);
  },

  onShow() {
    this.refresh();
  },

  onShareAppMessage(): WechatMiniprogram.Page.ICustomShareContent {
    return { title: this.data.title, path: `/contests/photo/index?id=${unseen(this).id}` };
  },

  async refresh() {
    const { id } = unseen(this);
    if (id === 0) {
      this.setData({ phase: 'absent' });
      return;
    }
    try {
      this.show(await get('/api/contests/gallery/{entryId}', { entryId: id }));
      this.setData({ notice: '' });
    } catch (error) {
      this.setData(withoutAnswer(error, this.data.phase));
    }
  },

  show(screen: Screen) {
    const mine = unseen(this);
    mine.contestId = screen.contestId;
    mine.previews = screen.photos.map(({ preview }) => pictureOf(preview));
    this.setData({
      phase: 'ready',
      title: screen.title,
      about: joined(screen.groupName, screen.subject),
      by: joined(screen.author, screen.unit),
      coauthors: (screen.coauthors ?? []).map(({ name, unit }) => joined(name, unit)),
      photos: screen.photos.map(({ preview }, at) => ({
        at,
        picture: mine.previews[at],
        ratio: Math.round((preview.height / preview.width) * 10_000) / 100,
        words: screen.photos.length > 1 ? `${at + 1} / ${screen.photos.length}` : '',
      })),
      mark: screen.aiUse === 'none' ? '' : AI_MARK,
      aiNote: screen.aiNote,
      facts: [joined(screen.place, takenInWords(screen.takenOn)), editInWords(screen.edit, screen.editNote)].filter((line) => line !== ''),
      caption: paragraphsOf(screen.caption),
      isMine: screen.isMine,
    });
    this.showVoting(screen);
  },

  showVoting({ voting, voteOpensAt, voteClosesAt, votesLeft, myVote, votes }: Screen) {
    const now = serviceNow();
    const words = {
      none: '',
      soon: `${moment(voteOpensAt ?? now, now)} 开始投票。`,
      open: `${momentOfEnd(voteClosesAt ?? '', now)} 截止，您还有 ${votesLeft} 票。票数在投票结束后公布。`,
      closed: '投票已截止，正在计票。',
      counted: '',
    };
    this.setData({ voting, votingWords: words[voting], myVote, votes: votes === null ? '' : `${votes} 票` });
  },

  look({ currentTarget }: WechatMiniprogram.TouchEvent) {
    lookClosely(unseen(this).previews, Number(currentTarget.dataset.at));
  },

  /** An address runs out after a while; new ones are asked for once. */
  renew() {
    if (!unseen(this).isRenewed) {
      unseen(this).isRenewed = true;
      this.refresh();
    }
  },

  async vote() {
    if (this.data.busy) {
      return;
    }
    const entryId = unseen(this).id;
    this.setData({ busy: true, wrong: '', needsMember: false, needsPhone: false });
    try {
      const { myVote } = this.data;
      const path = '/api/contests/gallery/{entryId}/vote';
      await (myVote ? remove(path, { entryId }) : put(path, { entryId }));
      wx.showToast({ title: myVote ? '已取消投票' : '投票成功' });
      await this.refresh();
    } catch (error) {
      const code = error instanceof Refusal ? error.code : '';
      this.setData({ wrong: wordsOf(error), needsMember: code === NOT_BOUND, needsPhone: code === NO_PHONE });
    } finally {
      this.setData({ busy: false });
    }
  },

  verified() {
    this.setData({ needsPhone: false, wrong: '' });
  },

  bindMember() {
    this.setData({ needsMember: false, wrong: '' });
    lead('/pages/bind/index');
  },

  goContest() {
    const { contestId } = unseen(this);
    lead(contestId === 0 ? '/contests/contest/index' : `/contests/contest/index?id=${contestId}`);
  },
});
