using System.CommandLine;
using System.Net;
using Amazon.Runtime;

namespace CsrmeWeChat.Foundation.Storage;

public static class StorageCommands
{
    public static Command Storage() => new("storage", "私有文件的存储") { Check() };

    private static Command Check()
    {
        var command = new Command("check", "试写、试读、试删一个文件，并核对存储桶没有公开");
        command.Does(
            async (services, _, ct) =>
            {
                var why = await TryAsync(services.GetRequiredService<IFileStore>(), services.GetRequiredService<TimeProvider>(), ct);
                if (why is not null)
                {
                    return CommandLine.Refuse(why);
                }
                System.Console.WriteLine("存储正常：能写、能读、能删，不带签名的人读不到。");
                return 0;
            },
            needsSchema: false
        );
        return command;
    }

    /// <summary>What is wrong, or null.</summary>
    private static async Task<string?> TryAsync(IFileStore files, TimeProvider time, CancellationToken ct)
    {
        var key = $"check/{Guid.NewGuid():N}.jpg";
        var path = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(path, key, ct);
            await files.AddAsync(key, path, ct);
            using (var file = await files.FetchAsync(key, ct))
            {
                if (file is null || await File.ReadAllTextAsync(file.Path, ct) != key)
                {
                    return "写进去的文件读出来不一样。";
                }
            }
            var why = files.Origin is null ? null : await WhyNotPrivateAsync(files, key, time.GetUtcNow(), ct);
            await files.DeleteAsync(key, ct);
            return why ?? (await files.OpenAsync(key, ct) is null ? null : "删除的文件还在。");
        }
        catch (Exception e) when (e is AmazonServiceException or AmazonClientException or IOException or UnauthorizedAccessException)
        {
            return $"存储不能用：{e.Message}";
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static async Task<string?> WhyNotPrivateAsync(IFileStore files, string key, DateTimeOffset now, CancellationToken ct)
    {
        var address = files.AddressOf(key, TimeSpan.FromMinutes(15), now);
        using var http = new HttpClient { Timeout = TimeSpan.FromSeconds(20) };
        try
        {
            using var open = await http.GetAsync(address.Split('?')[0], ct);
            if (open.IsSuccessStatusCode)
            {
                return "存储桶是公开的：不带签名也能读到文件。请把它改为私有。";
            }
            using var signed = await http.GetAsync(address, ct);
            return signed.StatusCode is HttpStatusCode.OK
                ? null
                : $"签名的地址读不到文件（{(int)signed.StatusCode}）。请核对 Region、PathStyle、PublicEndpoint 和本机时间。";
        }
        catch (HttpRequestException e)
        {
            return $"从外面的地址（{files.Origin}）连不上存储：{e.Message}";
        }
    }
}
