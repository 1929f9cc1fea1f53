using System.Net.Http.Json;
using System.Text.Json;

namespace CsrmeWeChat.Tests.Support;

/// <summary>What a door's page sends.</summary>
public static class DoorArrange
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    extension(TestStaff staff)
    {
        public Task<JsonElement> OpenDoorAsync(long session, string door = "") => staff.SendAsync(session, "Open", new { door });

        /// <summary>The answers, in the order of the scans.</summary>
        public async Task<IReadOnlyList<JsonElement>> ScanAsync(long session, string door, params object[] scans) =>
            [.. (await staff.SendAsync(session, "Scans", new { door, scans })).GetProperty("answers").EnumerateArray()];

        /// <summary>The outcome of a ticket that is scanned with network.</summary>
        public async Task<string> EnterAsync(long session, string text) =>
            (await staff.ScanAsync(session, "北门", NewScan(text)))[0].GetProperty("outcome").GetString()!;

        public async Task<HttpResponseMessage> PostJsonAsync(string path, object body)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = JsonContent.Create(body) };
            request.Headers.Add("X-Forgery-Token", await staff.TokenAsync());
            return await staff.Http.SendAsync(request, Ct);
        }

        private async Task<JsonElement> SendAsync(long session, string handler, object body) =>
            await TestPhone.JsonOf(await staff.PostJsonAsync($"/staff/doors/{session}?handler={handler}", body));
    }

    public static object NewScan(
        string text,
        string kind = "enter",
        bool byHand = false,
        DateTimeOffset? offlineAt = null,
        string name = "",
        int seats = 0,
        string? number = null
    ) =>
        new
        {
            number = number ?? Guid.NewGuid().ToString(),
            kind,
            text,
            byHand,
            offline = offlineAt is not null,
            at = offlineAt ?? default,
            name,
            seats,
        };
}
