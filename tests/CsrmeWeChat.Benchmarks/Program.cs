using CsrmeWeChat.Benchmarks;
using CsrmeWeChat.Benchmarks.Callbacks;
using CsrmeWeChat.Benchmarks.Claims;
using CsrmeWeChat.Benchmarks.Followers;
using CsrmeWeChat.Benchmarks.Members;
using CsrmeWeChat.Benchmarks.Messages;
using CsrmeWeChat.Benchmarks.People;
using CsrmeWeChat.Benchmarks.Pictures;
using CsrmeWeChat.Benchmarks.Registrations;
using CsrmeWeChat.Benchmarks.Roster;
using CsrmeWeChat.Benchmarks.Sheets;
using CsrmeWeChat.Benchmarks.Soaks;
using CsrmeWeChat.Benchmarks.Start;
using CsrmeWeChat.Benchmarks.Uploads;
using CsrmeWeChat.Benchmarks.Videos;
using CsrmeWeChat.Benchmarks.Votes;

// The load shares the cores with what it measures, so an answer is handled on the thread that saw it arrive.
// Where the sender itself is measured, its answers are handled as in the service.
Environment.SetEnvironmentVariable("DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS", args is ["push", ..] ? "0" : "1");

Benchmark[] benchmarks =
[
    new("claims", "Members claim a benefit in a rush", ClaimsBenchmark.RunAsync),
    new("votes", "Members vote for the photos of a contest in a rush", VotesBenchmark.RunAsync),
    new("registrations", "Members register for one session of an event in a rush", RegistrationsBenchmark.RunAsync),
    new("roster", "A roster is imported and undone while members claim", RosterBenchmark.RunAsync),
    new("sheets", "The worst files that an import takes or refuses: time and memory", SheetsBenchmark.RunAsync),
    new("members", "A page of 50 out of 100,000 members by part of the name", MembersBenchmark.RunAsync),
    new("push", "A message is sent to many, beside one job for each and beside a bare loop", MessagesBenchmark.RunAsync),
    new("callbacks", "WeChat pushes 500 events a second, each three times", CallbacksBenchmark.RunAsync),
    new("followers", "100,000 followers are read from WeChat, with a kill in between", FollowersBenchmark.RunAsync),
    new("erase", "People are erased while a million callbacks are kept", EraseBenchmark.RunAsync),
    new("uploads", "Files by a tus client of others, beside a tus server of others", UploadsBenchmark.RunAsync),
    new("pictures", "Photos of 24 million pixels become previews and thumbnails, beside npm's sharp", PicturesBenchmark.RunAsync),
    new("videos", "Members claim while videos are converted", VideosBenchmark.RunAsync),
    new("gallery", "The first and the ten thousandth page out of a million shown videos", GalleryBenchmark.RunAsync),
    new("start", "The published service starts on an empty database", StartBenchmark.RunAsync),
    new("soak", "Tests that repeat for luck, in their long form, on both engines", TestSoak.RunAsync),
];

if (args is [var name, .. var rest] && benchmarks.FirstOrDefault(benchmark => benchmark.Name == name) is { } chosen)
{
    return await chosen.RunAsync(rest);
}
Console.WriteLine("dotnet run -c Release --project tests/CsrmeWeChat.Benchmarks -- NAME [--short]");
foreach (var benchmark in benchmarks)
{
    Console.WriteLine($"  {benchmark.Name, -10} {benchmark.What}");
}
return args is [] ? 0 : 2;
