using CsrmeWeChat;
using CsrmeWeChat.Data;
using CsrmeWeChat.Http;

if (await CommandLine.TryRunAsync(args) is { } exitCode)
{
    return exitCode;
}

var builder = AppHost.NewBuilder(args);
builder.Services.AddProblems().AddPolicies().AddRateLimits().AddOpenApi().AddValidation();
builder.AddOptions<RateLimitOptions>(RateLimitOptions.Section);
//PB

var app = builder.Build();
app.UseExceptionHandler();
app.UseStatusCodePages();
app.UseRequestTimeouts();
app.UseAuthentication();
app.UseRateLimiter();
app.UseAuthorization();
app.MapOpenApi();
//MP
if (!AppHost.IsDocumenting)
{
    await app.PrepareDatabaseAsync();
}
await app.RunAsync();
return 0;
