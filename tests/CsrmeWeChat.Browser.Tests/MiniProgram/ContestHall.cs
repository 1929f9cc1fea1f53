using System.Text.RegularExpressions;
using CsrmeWeChat.Contests;
using CsrmeWeChat.Foundation.Audit;
using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.Judging;
using CsrmeWeChat.Messages;
using CsrmeWeChat.Seasons;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using static CsrmeWeChat.Tests.Support.TestPhone;

namespace CsrmeWeChat.Browser.Tests.MiniProgram;

/// <summary>What the phones of the photo contest need on the other side, and do on theirs.</summary>
public static partial class ContestHall
{
    private static int drawn;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private static DateTimeOffset Now => TimeProvider.System.GetUtcNow();

    /// <summary>A photo that looks like no other.</summary>
    public static byte[] NewPhoto(int width = 900, int height = 600) => TestPicture.Photo(Interlocked.Increment(ref drawn), width, height);

    extension(Hall hall)
    {
        private T Get<T>()
            where T : notnull => hall.Services.GetRequiredService<T>();

        /// <summary>A published contest, open since an hour ago, that shows its photos.</summary>
        public async Task<long> NewContestAsync(Func<ContestDraft, ContestDraft>? with = null)
        {
            await hall.Get<SeasonStore>().AddAsync(Actor.Command, NewSeason.Of(2026, "2026", ""), Now, Ct);
            var draft = new ContestDraft
            {
                Title = "第二届科普摄影大赛",
                Rules = "镜头对准岩石、工程和与它们打交道的人。\n作品须为参赛者本人拍摄，未在全国性比赛中获奖。",
                Groups = [new("single", "单幅组", GroupShape.Single), new("series", "组照组", GroupShape.Series)],
                Subjects = ["岩石之美", "工程现场", "科学瞬间"],
                Prizes = [new("single", "一等奖", 1), new("single", "二等奖", 2), new("series", "一等奖", 1), new("series", "优秀奖", 6)],
                Criteria = [new("科学性", 40), new("艺术性", 35), new("技术性", 25)],
                OpensAt = Now.AddHours(-1),
                ClosesAt = Now.AddDays(20),
                TakenSince = "2024-01-01",
                MaxMegabytes = 40,
                MaxEntries = 3,
                IsShown = true,
                Granted = "社交-笔记",
            };
            var contests = hall.Get<ContestStore>();
            var id = (await contests.AddAsync(Actor.Command, 2026, with is null ? draft : with(draft), Now, Ct))!.Value;
            await contests.MoveAsync(Actor.Command, await hall.FindContestAsync(id), ContestState.Published, Now, Ct);
            return id;
        }

        public async Task<Contest> FindContestAsync(long id) => (await hall.Get<ContestStore>().FindAsync(id, Ct))!;

        /// <summary>The workshop does all that is due.</summary>
        public Task WorkOnPhotosAsync() => hall.Get<DevelopPhotos>().RunAsync(Ct);

        public async Task<PhotoEntry> FindPhotoEntryAsync(string title)
        {
            var review = hall.Get<PhotoReviewStore>();
            var line = Assert.Single(await review.ListAsync(new PhotoEntryFilter(title), "e.id", 0, 10, Ct));
            return (await review.FindAsync(line.Id, Ct))!.Entry;
        }

        public async Task ReturnPhotosAsync(string title, string reason) =>
            Assert.Equal(
                PhotoReviewOutcome.Done,
                await hall.Get<PhotoReviewDesk>().ReturnAsync(Actor.Command, await hall.FindPhotoEntryAsync(title), reason, Now, Ct)
            );

        public async Task AcceptPhotosAsync(string title) =>
            Assert.Equal(
                PhotoReviewOutcome.Done,
                await hall.Get<PhotoReviewDesk>().AcceptAsync(Actor.Command, await hall.FindPhotoEntryAsync(title), isAware: true, Now, Ct)
            );

        /// <summary>Accepted entries, each by a phone of its own and handed in as a phone does.</summary>
        public async Task ShowPhotosAsync(long contest, params (string Title, string Group, byte[][] Photos)[] entries)
        {
            foreach (var (title, group, photos) in entries)
            {
                await hall.EnterAsync(contest, title, group, photos);
            }
            await hall.WorkOnPhotosAsync();
            foreach (var (title, _, _) in entries)
            {
                await hall.AcceptPhotosAsync(title);
            }
        }

        private async Task EnterAsync(long contest, string title, string group, byte[][] photos)
        {
            using var http = new HttpClient { BaseAddress = new Uri(hall.Service.BaseUrl) };
            var author = new TestPhone(http, hall.WeChat, hall.WeChat.MakeUser());
            await author.SignInAsync();
            await author.PutAsync("/api/me/phone", new { phoneCode = hall.WeChat.MintPhoneCode(author.OpenId) });
            var entry = (await JsonOf(await author.PostAsync($"/api/contests/{contest}/entries"))).GetProperty("id").GetInt64();
            var own = $"/api/contests/entries/mine/{entry}";
            await JsonOf(await author.PutAsync(own, TextOf(title, group)));
            foreach (var photo in photos)
            {
                var begun = await JsonOf(await author.BeginUploadAsync(photo.Length, name: "IMG_0530.jpg", purpose: "photo"));
                var upload = begun.GetProperty("code").GetString()!;
                (await author.SendChunkAsync(upload, 0, photo)).EnsureSuccessStatusCode();
                await JsonOf(await author.PostAsync($"{own}/photos", new { upload }));
            }
            var agreed = new
            {
                agreesToRules = true,
                isOwnWork = true,
                holdsNoSecrets = true,
            };
            await JsonOf(await author.PostAsync($"{own}/submit", agreed));
        }

        /// <summary>The jury gives these the prizes, and the public may object for a week.</summary>
        public async Task NoticeAsync(long contest, params (string Title, string Prize)[] awards)
        {
            foreach (var (title, prize) in awards)
            {
                var entry = await hall.FindPhotoEntryAsync(title);
                var seen = await hall.FindContestAsync(contest);
                var given = await hall.Get<AwardDesk>().AddAsync(Actor.Command, seen, entry.Id, prize, "评委会决定。", Now, Ct);
                Assert.Equal(AwardOutcome.Done, given);
            }
            var noticed = await hall.Get<ResultStates>()
                .NoticeAsync(Actor.Command, await hall.FindContestAsync(contest), Now.AddDays(7), Now, Ct);
            Assert.Equal(ResultOutcome.Done, noticed);
        }

        /// <summary>The secretariat finds nothing in the only objection.</summary>
        public async Task DismissAsync(long contest, string decision)
        {
            var objections = hall.Get<ObjectionStates>();
            var objection = Assert.Single(await objections.ListAsync(contest, Ct));
            Assert.Equal(
                ObjectionOutcome.Done,
                await objections.DecideAsync(Actor.Command, objection, ObjectionState.Dismissed, decision, [], Now, Ct)
            );
        }

        public async Task AnnounceAsync(long contest) =>
            Assert.Equal(
                ResultOutcome.Done,
                await hall.Get<ResultStates>().AnnounceAsync(Actor.Command, await hall.FindContestAsync(contest), Now.AddDays(7), Ct)
            );

        /// <summary>The template of which reviews and prizes are told.</summary>
        public async Task NewAwardTemplateAsync()
        {
            var id = $"tmpl-{Guid.NewGuid():N}";
            hall.WeChat.RegisterTemplate(hall.AppId, id, ["thing1", "phrase2"], longTerm: false);
            await hall.Get<TemplateStore>()
                .TryAddAsync(
                    Actor.Command,
                    MessageChannel.Mini,
                    id,
                    "获奖结果通知",
                    [new TemplateField("thing1", "thing1"), new TemplateField("phrase2", "phrase2")],
                    longTerm: false,
                    Now,
                    Ct
                );
        }

        /// <summary>The code that a juror's page shows.</summary>
        public async Task<string> NewJurorCodeAsync(string name)
        {
            var juror = await hall.Services.NewJurorAsync(name);
            var contacts = hall.Get<ContactStore>();
            await contacts.NewCodeAsync(juror.Id, Now, Ct);
            return (await contacts.FindAsync(juror.Id, Ct))!.CodeAt(Now)!;
        }

        /// <summary>The hashes of an entry's photos, in their order.</summary>
        public async Task<IReadOnlyList<string>> HashesOfAsync(long entry) =>
            await hall.Get<Database>()
                .ListAsync<string>(
                    "SELECT sha256 FROM contest_photos WHERE entry_id = @entry AND state <> 'gone' ORDER BY place",
                    new { entry },
                    Ct
                );

        /// <summary>At which place the cover stands; 0 where none was chosen.</summary>
        public async Task<int> CoverOfAsync(long entry) =>
            await hall.Get<Database>()
                .FindAsync<int>(
                    "SELECT p.place FROM contest_entries e JOIN contest_photos p ON p.id = e.cover_id WHERE e.id = @entry",
                    new { entry },
                    Ct
                );
    }

    extension(Phone phone)
    {
        /// <summary>From the contest to an entry that can be written on; answers its number.</summary>
        public async Task<long> BeginPhotosAsync(long contest)
        {
            await phone.OpenAsync($"contests/contest/index?id={contest}");
            await phone.TapAsync("参赛");
            await phone.SeesAsync("选择照片");
            return long.Parse(
                await phone.Page.EvaluateAsync<string>("stage.router.current.query.id"),
                System.Globalization.CultureInfo.InvariantCulture
            );
        }

        /// <summary>Opens WeChat's picker and takes files from the album; consents where that is asked.</summary>
        public async Task ChoosePhotosAsync(string button, IEnumerable<byte[]> photos, bool consents = false)
        {
            await phone
                .Page.Locator(".page.shown")
                .GetByRole(AriaRole.Button, new() { NameRegex = new Regex($"^\\s*{button}") })
                .First.ClickAsync();
            if (consents)
            {
                await phone.TapAsync("同意");
            }
            var chooser = await phone.Page.RunAndWaitForFileChooserAsync(() => phone.TapAsync("从相册选择"));
            await chooser.SetFilesAsync(
                photos.Select(
                    (photo, at) =>
                        new FilePayload
                        {
                            Name = $"IMG_053{at}.jpg",
                            MimeType = "image/jpeg",
                            Buffer = photo,
                        }
                )
            );
        }

        public Task ChooseChipAsync(string name) =>
            phone.Page.Locator(".page.shown").GetByRole(AriaRole.Radio, new() { Name = name, Exact = true }).ClickAsync();

        public async Task WritePhotosAsync(string title, string group = "组照组")
        {
            await phone.ChooseChipAsync(group);
            await phone.ChooseChipAsync("工程现场");
            await phone.FillAsync("作品名称", title);
            await phone.FillAsync("作品说明", "清晨六点，掌子面第一次出渣。\n光从洞口照进来，粉尘里能看见它的路。");
            await phone.FillAsync("拍摄地点", "四川锦屏");
            await phone.FillAsync("作者姓名", "石雨田");
            await phone.FillAsync("单位", "某某矿业大学");
            await phone.TakenAsync("2026-05");
        }

        /// <summary>Only the month is known.</summary>
        public async Task TakenAsync(string month)
        {
            await phone.ChooseChipAsync("只记得月份");
            await phone.Page.Locator(".page.shown").GetByRole(AriaRole.Button, new() { Name = "拍摄时间" }).ClickAsync();
            await phone.Page.Locator(".sheet input").FillAsync(month);
            await phone.TapAsync("确定");
        }

        /// <summary>Ticks what must be ticked, and hands in.</summary>
        public async Task SubmitPhotosAsync()
        {
            foreach (var what in (string[])["同意征集说明", "后期处理和 AI 使用", "国家秘密"])
            {
                await phone.TickAsync(what);
            }
            await phone.TapAsync("提交作品");
        }

        /// <summary>So many photos have come to the entry, and none is on its way any more.</summary>
        public Task HasPhotosAsync(int count) =>
            Assertions
                .Expect(phone.Page.Locator(".page.shown .photo").Filter(new() { HasTextRegex = Looked() }))
                .ToHaveCountAsync(count, new() { Timeout = 240_000 });

        /// <summary>Answers WeChat's question, or ours, over the page.</summary>
        public Task AnswerAsync(string words) => phone.Page.Locator(".sheet").GetByText(words, new() { Exact = true }).ClickAsync();
    }

    [GeneratedRegex("正在检查|检查通过|不能用")]
    private static partial Regex Looked();

    private static object TextOf(string title, string group) =>
        new
        {
            group,
            subject = "岩石之美",
            title,
            caption = "层理里写着两亿年。\n拍摄于雨后。",
            place = "湖南张家界",
            takenOn = "2026-04-12",
            author = "沈一凡",
            unit = "某某地质大队",
            coauthors = new[] { new { name = "李石", unit = "" } },
            avoid = Array.Empty<string>(),
            edit = "basic",
            editNote = "裁剪",
            aiUse = title.Contains("AI", StringComparison.Ordinal) ? "partly" : "none",
            aiNote = title.Contains("AI", StringComparison.Ordinal) ? "去除了画面里的电线" : "",
        };
}
