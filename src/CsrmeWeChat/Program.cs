using CsrmeWeChat;
using CsrmeWeChat.Benefits;
using CsrmeWeChat.Callbacks;
using CsrmeWeChat.Certificates;
using CsrmeWeChat.Contests;
using CsrmeWeChat.Events;
using CsrmeWeChat.Foundation.Audit;
using CsrmeWeChat.Foundation.Console;
using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.Foundation.Http;
using CsrmeWeChat.Foundation.Jobs;
using CsrmeWeChat.Foundation.Keys;
using CsrmeWeChat.Foundation.Media;
using CsrmeWeChat.Foundation.Storage;
using CsrmeWeChat.Judging;
using CsrmeWeChat.Messages;
using CsrmeWeChat.People;
using CsrmeWeChat.Seasons;
using CsrmeWeChat.Stories;
using CsrmeWeChat.Uploads;
using CsrmeWeChat.Videos;

if (await CommandLine.TryRunAsync(args) is { } exitCode)
{
    return exitCode;
}

var builder = AppHost.NewBuilder(args);
builder.AddHttp();
builder.RunJobs();
if (!AppHost.IsDocumenting)
{
    builder.Services.AddConsole();
}

var app = builder.Build();
app.UseForwardedHeaders();
app.UseExceptionHandler();
app.UseStatusCodePages();
app.UseSecurityHeaders();
app.UseJobDashboard();
app.UseConsoleFiles();
app.UseObservability();
app.UseRequestTimeouts();
app.UseAuthentication();
app.Use(app.Services.GetRequiredService<RateLimits>().InvokeAsync);
app.UseAuthorization();
app.UseOutputCache();
app.MapApiDocument();
app.MapMedia();
app.MapStorage();
app.MapSeasons();
app.MapPeople();
app.MapMessages();
app.MapUploads();
app.MapCertificates();
app.MapJudging();
app.MapBenefits();
app.MapStories();
app.MapVideos();
app.MapContests();
app.MapEvents();
if (!AppHost.IsDocumenting)
{
    app.MapCallbacks();
    app.MapConsole();
    app.MapJobDashboard();
    // A missing key shows now, not at the first phone; a missing folder now, not at midnight.
    app.Services.GetRequiredService<Keyring>();
    app.Services.GetRequiredService<AuditHeads>();
    app.Services.GetRequiredService<MediaFolder>();
    app.Services.GetRequiredService<UploadFolder>();
    await app.PrepareDatabaseAsync();
}
await app.RunAsync();
return 0;
