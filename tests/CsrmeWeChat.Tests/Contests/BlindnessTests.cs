using System.Globalization;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using CsrmeWeChat.Contests;
using CsrmeWeChat.Foundation.Console;
using CsrmeWeChat.Judging;
using NetVips;
using static CsrmeWeChat.Tests.Support.TestPhone;

namespace CsrmeWeChat.Tests;

/// <summary>
/// All that a juror's session can get of a contest, searched byte by byte for whoever made what is judged. The entries come in by the
/// addresses that phones use, with photos as cameras make them.
/// </summary>
public sealed partial class BlindnessTests(App app) : IClassFixture<App>
{
    private const int Entries = 200;

    /// <summary>Where the chance is that something is given that no link leads to.</summary>
    private static readonly string[] Guessed =
    [
        "/staff/contests/{contest}",
        "/staff/contests/entries/{entry}",
        "/staff/contests/{contest}/result",
        "/staff/contests/{contest}/votes",
        "/staff/judging/admin",
        "/staff/judging/admin/contest/{contest}",
        "/staff/judging/admin/rounds/{round}",
        "/staff/judging/admin/rounds/{round}/ranking",
        "/staff/judging/admin/rounds/{round}/ranking?handler=Export",
        "/staff/judging/admin/rounds/{round}/ranking?handler=Text",
        "/staff/judging/rounds/{round}?handler=Export",
        "/staff/judging/ballots/{entry}",
        "/staff/members",
        "/staff/audit",
        "/staff/help/contests",
        "/staff/nothing/there",
        "/api/contests/{contest}",
        "/api/contests/{contest}/gallery",
        "/api/contests/gallery/{entry}",
        "/api/contests/{contest}/result",
        "/api/contests/entries/mine/{entry}",
        "/api/certificates/mine",
        "/files/photos/{photo}/large.jpg",
        "/files/photos/{photo}/original.jpg",
        "/files/uploads/{photo}",
        "/contests/{contest}",
    ];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Nothing_that_a_juror_s_session_can_get_tells_who_made_what()
    {
        var contest = await app.NewContestAsync();
        var traces = new Traces();
        var photos = new List<byte[]>();
        for (var number = 0; number < Entries; number++)
        {
            photos.Add(await EnterAsync(contest, number, traces));
        }
        await app.WorkOnPhotosAsync();
        var items = await AcceptAsync();
        app.Clock.Advance(TimeSpan.FromDays(11));
        var jurors = await app.Services.NewJurorsAsync(3);
        var round = await app.Services.OpenAsync(await app.Services.NewDraftAsync(contest, jurors));
        var juror = await app.SignedInAsync(jurors[0]);

        var seen = await CrawlAsync(juror, [.. Guessed.SelectMany(form => AddressesOf(form, contest, round, items))]);
        seen.AddRange(await SendAsync(juror, round));

        // The search finds what is there: in what came from the camera, and in what the secretariat reads.
        Assert.All(photos, photo => Assert.NotEmpty(traces.FindIn(photo)));
        var secretary = await app.NewStaffAsync(Role.Secretary);
        var ranking = await secretary.GetAsync($"/staff/judging/admin/rounds/{round.Id}");
        Assert.Equal(HttpStatusCode.OK, ranking.StatusCode);
        Assert.NotEmpty(traces.FindIn(await (await secretary.GetAsync(EntryAddress(items[0]))).Content.ReadAsByteArrayAsync(Ct)));
        // The crawl came to all there is: every ballot and each picture in its three sizes.
        Assert.Equal(Entries, seen.Where(one => one.IsPage && one.IsBallot).Select(one => one.Path).Distinct().Count());
        var pictures = seen.Where(one => one.Type is "image/jpeg").ToList();
        Assert.True(pictures.Count >= Entries * 3, $"{pictures.Count} pictures");
        Assert.All(pictures, picture => Assert.Empty(NotesOf(picture.Body)));
        // Neither a number nor a date tells which entry came first.
        Assert.All(pictures, picture => Assert.DoesNotMatch(@"/[0-9]+/[a-z]+\.jpg", picture.Path));
        Assert.All(pictures, picture => Assert.Contains("Last-Modified: Thu, 01 Jan 1970", Encoding.UTF8.GetString(picture.Head)));
        var told = seen.SelectMany(one =>
            traces.FindIn(one.Body).Concat(traces.FindIn(one.Head)).Select(trace => $"{one.Address}: {trace}")
        );
        Assert.Equal("", string.Join('\n', told.Take(20)));
        Assert.Equal("", string.Join('\n', seen.Where(one => one.IsText).SelectMany(one => traces.ReadIn(one).Take(1)).Take(20)));
    }

    /// <summary>
    /// An author with all that could give them away, who writes it into every field that jurors read. No name is so short that chance puts
    /// its bytes into a picture.
    /// </summary>
    private async Task<byte[]> EnterAsync(long contest, int number, Traces traces)
    {
        var (author, coauthor) = ($"禤{Rare(0x9100 + number)}{Rare(0x9300 + number)}", $"璩{Rare(0x9500 + number)}明");
        var (unit, adviser) = ($"{Rare(0x9700 + number)}{Rare(0x7500 + number)}岩土勘察设计院", $"逄{Rare(0x7700 + number)}山");
        var (file, artist) = ($"原片{Rare(0x7900 + number)}_QX{number:0000}.JPG", $"ARTIST-ZQ{number:0000}");
        var phone = await app.NewPhotographerAsync();
        var id = await phone.BeginPhotoEntryAsync(contest);
        await JsonOf(
            await phone.PutAsync(
                $"{PhotoAuthor.MinePhotos}/{id}",
                new
                {
                    group = "single",
                    subject = "",
                    title = $"{author}的第 {number} 件",
                    caption = $"{Spaced(author)}摄于{unit}，{coauthor}和{adviser}老师协助。",
                    place = $"{unit}门口",
                    takenOn = "2026-04",
                    author,
                    unit,
                    coauthors = new[] { new { name = coauthor, unit } },
                    avoid = new[] { $"{adviser}（导师）" },
                    edit = "composite",
                    editNote = $"由{coauthor}裁剪",
                    aiUse = "partly",
                    aiNote = $"{author}用程序去噪",
                }
            )
        );
        var photo = TestPicture.Photo(
            70_000 + number,
            384,
            256,
            [
                ("exif-ifd0-Make", "Canon"),
                ("exif-ifd0-Model", "Canon EOS R5"),
                ("exif-ifd0-Artist", artist),
                ("exif-ifd0-Copyright", $"(c) {artist}"),
                ("exif-ifd2-DateTimeOriginal", "2026:04:30 09:00:00"),
                ("exif-ifd3-GPSLatitude", "30/1 41/1 12/1"),
                ("exif-ifd3-GPSLongitude", "111/1 17/1 11/1"),
            ]
        );
        var code = await phone.UploadPhotoAsync(photo, file);
        await JsonOf(await phone.PostAsync($"{PhotoAuthor.MinePhotos}/{id}/photos", new { upload = code }));
        await JsonOf(await phone.SubmitPhotoEntryAsync(id));
        traces.Add(author, coauthor, adviser, unit, file, Path.GetFileNameWithoutExtension(file), artist, code);
        traces.Add([.. phone.User.OpenIds.Values, phone.User.UnionId!, phone.User.Phone]);
        return photo;
    }

    private async Task<IReadOnlyList<long>> AcceptAsync()
    {
        var items = await app.Get<Foundation.Data.Database>()
            .ListAsync<long>("SELECT id FROM contest_entries WHERE state = 'reviewing' ORDER BY id", ct: Ct);
        Assert.Equal(Entries, items.Count);
        foreach (var item in items)
        {
            Assert.Equal(PhotoReviewOutcome.Done, await app.AcceptPhotoEntryAsync(item));
        }
        return items;
    }

    /// <summary>Whatever the session's pages lead to, and what is asked for without being led to.</summary>
    private static async Task<List<Seen>> CrawlAsync(TestStaff juror, IReadOnlyList<string> guessed)
    {
        var seen = new List<Seen>();
        var known = new HashSet<string>(["/staff/sign-out"]);
        var open = new Queue<string>([Menu.Home, Menu.Begin, .. guessed]);
        while (open.TryDequeue(out var address))
        {
            if (!known.Add(address))
            {
                continue;
            }
            var one = await Seen.OfAsync(address, await AskAsync(juror, address));
            seen.Add(one);
            foreach (var next in one.IsText ? one.Addresses : [])
            {
                open.Enqueue(next);
            }
        }
        return seen;
    }

    /// <summary>As a browser asks for a page, and a program for what is no page.</summary>
    private static Task<HttpResponseMessage> AskAsync(TestStaff juror, string address)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, address);
        if (address.StartsWith("/api/", StringComparison.Ordinal))
        {
            request.Headers.Accept.ParseAdd("application/json");
        }
        return juror.Http.SendAsync(request, Ct);
    }

    /// <summary>What a juror sends has answers too.</summary>
    private async Task<List<Seen>> SendAsync(TestStaff juror, Round round)
    {
        var queue = await app.Get<BallotStore>().ListAsync(juror.Id, round, Ct);
        var (page, other) = (JurorPages.BallotAddress(queue[0].Id), JurorPages.BallotAddress(queue[1].Id));
        return
        [
            await Seen.OfAsync(page, await juror.PostAsync(page, ("Revision", "1"))),
            await Seen.OfAsync(page, await juror.PostAsync($"{page}?handler=Autosave", ("Revision", "1"))),
            await Seen.OfAsync(other, await juror.PostAsync($"{other}?handler=Recuse", ("Revision", "1"))),
            await Seen.OfAsync(other, await juror.PostAsync($"/staff/judging/admin/rounds/{round.Id}?handler=Close")),
        ];
    }

    private static IEnumerable<string> AddressesOf(string form, long contest, Round round, IReadOnlyList<long> items)
    {
        foreach (var item in form.Contains('{') ? items.Take(3) : [0])
        {
            yield return form.Replace("{contest}", $"{contest}", StringComparison.Ordinal)
                .Replace("{round}", $"{round.Id}", StringComparison.Ordinal)
                .Replace("{entry}", $"{item}", StringComparison.Ordinal)
                .Replace("{photo}", $"{item}", StringComparison.Ordinal);
        }
    }

    private static string EntryAddress(long id) => string.Create(CultureInfo.InvariantCulture, $"/staff/contests/entries/{id}");

    private static string Rare(int code) => ((char)code).ToString();

    private static string Spaced(string name) => string.Join(' ', name.AsEnumerable());

    /// <summary>What a picture says of its making, but for which side is up and which colours it has.</summary>
    private static IEnumerable<string> NotesOf(byte[] picture)
    {
        using var image = Image.NewFromBuffer(picture);
        return image
            .GetFields()
            .Where(field =>
                field.StartsWith("exif", StringComparison.Ordinal)
                || field.StartsWith("xmp", StringComparison.Ordinal)
                || field.StartsWith("iptc", StringComparison.Ordinal)
            )
            .ToList();
    }

    /// <summary>An answer, whole.</summary>
    private sealed partial record Seen(string Address, HttpStatusCode Status, string Type, byte[] Head, byte[] Body)
    {
        public bool IsPage => Status is HttpStatusCode.OK && Type is "text/html";

        public string Path => Address.Split('?')[0];

        public bool IsBallot => Path.StartsWith("/staff/judging/ballots/", StringComparison.Ordinal);

        public bool IsText => Type.StartsWith("text/", StringComparison.Ordinal) || Type.EndsWith("json", StringComparison.Ordinal);

        public string Text { get; } = WebUtility.HtmlDecode(System.Text.Encoding.UTF8.GetString(Body));

        /// <summary>Whatever stands between quotes and begins like an address of ours; scripts and style sheets have some too.</summary>
        public IEnumerable<string> Addresses =>
            LinkForm().Matches(Text).Select(match => match.Groups[1].Value.Replace("\\u0026", "&", StringComparison.Ordinal)).Distinct();

        public static async Task<Seen> OfAsync(string address, HttpResponseMessage answer)
        {
            var head = $"{answer.Headers}{answer.Content.Headers}";
            return new Seen(
                address,
                answer.StatusCode,
                answer.Content.Headers.ContentType?.MediaType ?? "",
                System.Text.Encoding.UTF8.GetBytes(head),
                await answer.Content.ReadAsByteArrayAsync(Ct)
            );
        }

        [GeneratedRegex("""["'(](/[A-Za-z0-9][^"'()\s<>]*)["')]""")]
        private static partial Regex LinkForm();
    }

    /// <summary>Words that must be nowhere, in the forms in which a program may write them.</summary>
    private sealed partial class Traces
    {
        private readonly HashSet<string> words = [];
        private readonly Dictionary<uint, List<(byte[] Bytes, string Word)>> forms = [];

        public void Add(params IReadOnlyList<string> added)
        {
            foreach (var word in added.Where(words.Add))
            {
                foreach (var form in FormsOf(word).DistinctBy(Convert.ToHexString))
                {
                    var key = BitConverter.ToUInt32(form);
                    if (!forms.TryGetValue(key, out var list))
                    {
                        forms[key] = list = [];
                    }
                    list.Add((form, word));
                }
            }
        }

        public IEnumerable<string> FindIn(byte[] bytes)
        {
            var found = new HashSet<string>();
            for (var at = 0; at + 4 <= bytes.Length; at++)
            {
                if (forms.TryGetValue(BitConverter.ToUInt32(bytes, at), out var list))
                {
                    foreach (var (form, word) in list)
                    {
                        if (bytes.AsSpan(at).StartsWith(form))
                        {
                            found.Add(word);
                        }
                    }
                }
            }
            return found;
        }

        /// <summary>As a person reads the page: without its marks, and whatever spaces stand in between.</summary>
        public IEnumerable<string> ReadIn(Seen one)
        {
            var read = string.Concat(Mark().Replace(one.Text, "").Where(character => !char.IsWhiteSpace(character)));
            return words.Where(word => read.Contains(word, StringComparison.OrdinalIgnoreCase)).Select(word => $"{one.Address}: {word}");
        }

        [GeneratedRegex("<[^>]*>")]
        private static partial Regex Mark();

        private static IEnumerable<byte[]> FormsOf(string word)
        {
            var utf8 = System.Text.Encoding.UTF8.GetBytes(word);
            yield return utf8;
            yield return System.Text.Encoding.Unicode.GetBytes(word);
            yield return System.Text.Encoding.BigEndianUnicode.GetBytes(word);
            foreach (var text in TextsOf(word, utf8))
            {
                yield return System.Text.Encoding.ASCII.GetBytes(text);
            }
            // Base64 has three ways to write it, by what stands before; its ends depend on the neighbours.
            for (var before = 0; before < 3; before++)
            {
                var text = Convert.ToBase64String([.. new byte[before], .. utf8]);
                var whole = text[(before == 0 ? 0 : 4)..^4];
                if (whole.Length >= 12)
                {
                    yield return System.Text.Encoding.ASCII.GetBytes(whole);
                    yield return System.Text.Encoding.ASCII.GetBytes(whole.Replace('+', '-').Replace('/', '_'));
                }
            }
        }

        private static IEnumerable<string> TextsOf(string word, byte[] utf8)
        {
            yield return Uri.EscapeDataString(word);
            yield return string.Concat(utf8.Select(one => $"%{one:x2}"));
            yield return Convert.ToHexString(utf8);
            yield return Convert.ToHexStringLower(utf8);
            yield return string.Concat(word.Select(one => $"&#{(int)one};"));
            yield return string.Concat(word.Select(one => $"&#x{(int)one:X};"));
            yield return string.Concat(word.Select(one => $"&#x{(int)one:x};"));
            yield return string.Concat(word.Select(one => $"\\u{(int)one:x4}"));
            yield return string.Concat(word.Select(one => $"\\u{(int)one:X4}"));
        }
    }
}
