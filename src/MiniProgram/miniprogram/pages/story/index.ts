import { get, Refusal, Schemas, wordsOf } from '../../api/client';
import { dayOf } from '../../beijing';
import { serviceNow } from '../../clock';
import { keep, kept } from '../../memory';
import { privately } from '../../privately';
import { service } from '../../settings';

type Story = Schemas['StoryAnswer'];

/** The last few that were read are kept for reading without network. */
const MAX_KEPT = 5;

const unseen = privately(() => ({ id: 0 }));

Page({
  data: {
    phase: 'loading' as 'loading' | 'ready' | 'failed' | 'absent',
    notice: '',
    title: '',
    about: '',
    body: '',
  },

  onLoad({ id = '' }: { id?: string }) {
    unseen(this).id = /^\d{1,15}$/.test(id) ? Number(id) : 0;
    const before = keptStories().find((story) => story.id === unseen(this).id);
    if (before !== undefined) {
      this.show(before);
    }
    this.refresh();
  },

  onShareAppMessage(): WechatMiniprogram.Page.ICustomShareContent {
    return { title: this.data.title, path: `/pages/story/index?id=${unseen(this).id}` };
  },

  async refresh() {
    const { id } = unseen(this);
    if (id === 0) {
      this.setData({ phase: 'absent' });
      return;
    }
    try {
      const story = await get('/api/stories/{id}', { id });
      keep('read', [story, ...keptStories().filter((other) => other.id !== id)].slice(0, MAX_KEPT));
      this.setData({ notice: '' });
      this.show(story);
    } catch (error) {
      const words = wordsOf(error);
      if (error instanceof Refusal && error.status === 404) {
        keep(
          'read',
          keptStories().filter((other) => other.id !== id),
        );
        this.setData({ phase: 'absent' });
      } else {
        this.setData(this.data.phase === 'ready' ? { notice: words } : { phase: 'failed', notice: words });
      }
    }
  },

  show(story: Story) {
    this.setData({
      phase: 'ready',
      title: story.title,
      about: [story.person, story.unit, dayOf(story.outAt, serviceNow())].filter((part) => part !== '').join(' · '),
      // Pictures are given by their place at the service.
      body: story.body.replace(/ src="\//g, ` src="${service}/`),
    });
  },

  goHome() {
    wx.switchTab({ url: '/pages/stories/index' });
  },
});

function keptStories(): Story[] {
  return kept<Story[]>('read')?.value ?? [];
}
