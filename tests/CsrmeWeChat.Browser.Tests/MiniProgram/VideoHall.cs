using CsrmeWeChat.Foundation.Audit;
using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.Messages;
using CsrmeWeChat.Seasons;
using CsrmeWeChat.Videos;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;

namespace CsrmeWeChat.Browser.Tests.MiniProgram;

/// <summary>What the phones of short videos need on the other side, and do on theirs.</summary>
public static class VideoHall
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private static DateTimeOffset Now => TimeProvider.System.GetUtcNow();

    extension(Hall hall)
    {
        private T Get<T>()
            where T : notnull => hall.Services.GetRequiredService<T>();

        /// <summary>A published call, open since an hour ago.</summary>
        public async Task<long> NewCallAsync(Func<CallDraft, CallDraft>? with = null)
        {
            await hall.Get<SeasonStore>().AddAsync(Actor.Command, NewSeason.Of(2026, "2026", ""), Now, Ct);
            var draft = new CallDraft(
                "青年说岩 · 一分钟",
                "用一分钟，讲一块岩石、一个工程或一个你。\n入选作品在科技周期间展示。",
                ["科普", "工程现场", "我与岩石"],
                Now.AddHours(-1),
                Now.AddDays(10),
                MinSeconds: 0,
                MaxSeconds: 60,
                MaxEntries: 3,
                IsPublic: true,
                ChannelUser: ""
            );
            var calls = hall.Get<CallStore>();
            var id = (await calls.AddAsync(Actor.Command, 2026, with is null ? draft : with(draft), Now, Ct))!.Value;
            await calls.MoveAsync(Actor.Command, (await calls.FindAsync(id, Ct))!, CallState.Published, Now, Ct);
            return id;
        }

        /// <summary>The workshop does all that is due.</summary>
        public async Task WorkOnVideosAsync()
        {
            await hall.Get<ExamineVideos>().RunAsync(Ct);
            await hall.Get<ConvertVideos>().RunAsync(Ct);
        }

        public async Task<Entry> FindEntryAsync(string title) =>
            (await hall.Get<ReviewStore>().FindAsync((await hall.LineOfAsync(title)).Id, Ct))!.Entry;

        private async Task<EntryLine> LineOfAsync(string title) =>
            Assert.Single(await hall.Get<ReviewStore>().ListAsync(new EntryFilter(title), "e.id", 0, 10, Ct));

        public async Task ReturnAsync(string title, string reason) =>
            Assert.Equal(
                ReviewOutcome.Done,
                await hall.Get<ReviewDesk>().ReturnAsync(Actor.Command, await hall.FindEntryAsync(title), reason, Now, Ct)
            );

        public async Task AcceptAsync(string title) =>
            Assert.Equal(
                ReviewOutcome.Done,
                await hall.Get<ReviewDesk>().AcceptAsync(Actor.Command, await hall.FindEntryAsync(title), isAware: true, Now, Ct)
            );

        public async Task ShowAsync(string title) =>
            Assert.Equal(
                ReviewOutcome.Done,
                await hall.Get<ReviewDesk>().ShowAsync(Actor.Command, await hall.FindEntryAsync(title), Now, Ct)
            );

        public async Task SetFeedAsync(string title, string feed) =>
            Assert.Equal(
                ReviewOutcome.Done,
                await hall.Get<ReviewDesk>().SetFeedAsync(Actor.Command, await hall.FindEntryAsync(title), feed, Now, Ct)
            );

        /// <summary>Entries that are shown and play from 视频号, the last one on top. Rows alone: they have no file here.</summary>
        public async Task ShowFromChannelAsync(long call, IEnumerable<string> titles)
        {
            var shownAt = Now;
            foreach (var title in titles)
            {
                var id = await hall.Get<Database>()
                    .InsertAsync(
                        """
                        INSERT INTO video_entries (slot, call_id, state, title, statement, author, unit, collaborators, category, ai_use,
                                                   ai_note, version, revision, reason, likes, feed_id, created_at, changed_at, decided_by,
                                                   shown_at)
                        VALUES (@slot, @call, 'shown', @title, '掌子面会说话。', '', '', '[]', '', 'none', '', 1, 1, '', 0, 'export/530', @Now,
                                @Now, '', @shownAt)
                        """,
                        new
                        {
                            slot = $"{Guid.NewGuid():N}",
                            call,
                            title,
                            Now,
                            shownAt,
                        },
                        Ct
                    );
                var shelf = new GalleryPlace(shownAt, id).On(call);
                await hall.Get<Database>().ExecuteAsync("UPDATE video_entries SET shelf = @shelf WHERE id = @id", new { shelf, id }, Ct);
            }
        }

        /// <summary>The template of which a review's result is told.</summary>
        public async Task NewReviewTemplateAsync()
        {
            var id = $"tmpl-{Guid.NewGuid():N}";
            hall.WeChat.RegisterTemplate(hall.AppId, id, ["thing1", "phrase2"], longTerm: false);
            await hall.Get<TemplateStore>()
                .TryAddAsync(
                    Actor.Command,
                    MessageChannel.Mini,
                    id,
                    "审核结果通知",
                    [new TemplateField("thing1", "thing1"), new TemplateField("phrase2", "phrase2")],
                    longTerm: false,
                    Now,
                    Ct
                );
        }
    }

    extension(Phone phone)
    {
        /// <summary>From the call to an entry that can be written on.</summary>
        public async Task BeginEntryAsync(long call)
        {
            await phone.OpenAsync($"videos/call/index?id={call}");
            await phone.TapAsync("投稿");
            await phone.SeesAsync("拍摄或选择视频");
        }

        /// <summary>Opens WeChat's picker and takes a file from the album; consents where that is asked.</summary>
        public async Task ChooseVideoAsync(string button, byte[] video, bool consents = false)
        {
            await phone.TapAsync(button);
            if (consents)
            {
                await phone.TapAsync("同意");
            }
            var chooser = await phone.Page.RunAndWaitForFileChooserAsync(() => phone.TapAsync("从相册选择"));
            await chooser.SetFilesAsync(
                new FilePayload
                {
                    Name = "IMG_0530.mp4",
                    MimeType = "video/mp4",
                    Buffer = video,
                }
            );
        }

        public async Task WriteEntryAsync(string title)
        {
            await phone.FillAsync("作品名称", title);
            await phone.FillAsync("创作说明", "跟班记录一次爆破后的巡检。\n岩石不说话，但掌子面会。");
            await phone.FillAsync("作者姓名", "张岩");
            await phone.FillAsync("单位", "某某大学岩土工程研究所");
            await phone.Page.GetByRole(AriaRole.Radio, new() { Name = "工程现场" }).ClickAsync();
        }

        public async Task VerifyPhoneAsync()
        {
            await phone.TapAsync("用微信手机号验证");
            await phone.TapAsync("允许");
            await Assertions.Expect(phone.Button("用微信手机号验证")).ToHaveCountAsync(0);
        }

        public async Task TickAsync(string what) => await phone.Page.GetByRole(AriaRole.Checkbox, new() { Name = what }).ClickAsync();

        public async Task SubmitAsync()
        {
            await phone.TickAsync("同意征集说明");
            await phone.TickAsync("不含涉密");
            await phone.TapAsync("提交作品");
        }

        /// <summary>An entry that waits for its review.</summary>
        public async Task HandInAsync(long call, string title, byte[] video)
        {
            await phone.BeginEntryAsync(call);
            await phone.ChooseVideoAsync("拍摄或选择视频", video, consents: true);
            await phone.WriteEntryAsync(title);
            await phone.SeesAsync("已收到，正在检查");
            await phone.VerifyPhoneAsync();
            await phone.SubmitAsync();
            await phone.SeesAsync("作品已收到");
        }

        /// <summary>The video that the page shows is one that this browser can play.</summary>
        public Task PlaysAsync() =>
            phone.Page.WaitForFunctionAsync(
                """
                () => {
                    const video = document.querySelector('.page.shown video');
                    if (video?.paused) {
                        video.muted = true;
                        video.play().catch(() => {});
                    }
                    return video?.currentTime > 0;
                }
                """
            );

        /// <summary>Waits until the phone knows that the service has so many bytes of what it sends.</summary>
        public Task HasSentAsync(long bytes) =>
            phone.Page.WaitForFunctionAsync(
                """
                bytes => Object.values(JSON.parse(sessionStorage.getItem('wx:1:uploads') ?? '{}').value?.value ?? {})
                    .some(({ received }) => received >= bytes)
                """,
                bytes,
                new() { Timeout = 240_000 }
            );

        public Task<int> SavedFilesAsync() =>
            phone.Page.EvaluateAsync<int>(
                """
                new Promise((done) =>
                    stage.wx.getFileSystemManager().getSavedFileList({ success: ({ fileList }) => done(fileList.length) }))
                """
            );
    }
}
