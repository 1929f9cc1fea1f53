using System.Net;
using System.Runtime.CompilerServices;
using Amazon.S3;
using Amazon.S3.Model;
using Amazon.S3.Transfer;

namespace CsrmeWeChat.Foundation.Storage;

/// <summary>The store as a private bucket of S3.</summary>
public sealed class S3Store(S3Bucket bucket) : IFileStore
{
    private const int PartBytes = 16 << 20;

    private static readonly TimeSpan Step = TimeSpan.FromMinutes(15);

    public string? Origin => bucket.Origin;

    public async Task AddAsync(string key, string path, CancellationToken ct)
    {
        using var transfer = new TransferUtility(
            bucket.Client,
            new TransferUtilityConfig { MinSizeBeforePartUpload = PartBytes, ConcurrentServiceRequests = 4 }
        );
        var request = new TransferUtilityUploadRequest
        {
            BucketName = bucket.Name,
            Key = FileKey.Checked(key),
            FilePath = path,
            PartSize = PartBytes,
            ContentType = FileKey.TypeOf(key),
        };
        await transfer.UploadAsync(request, ct);
    }

    public async Task<LocalFile?> FetchAsync(string key, CancellationToken ct)
    {
        await using var from = await OpenAsync(key, ct);
        if (from is null)
        {
            return null;
        }
        // Programs that read it may look at the ending.
        var copy = new LocalFile(Path.Combine(Path.GetTempPath(), $"csrme-file-{Guid.NewGuid():N}{Path.GetExtension(key)}"), IsCopy: true);
        try
        {
            await using var to = new FileStream(copy.Path, FileMode.CreateNew, FileAccess.Write);
            await from.CopyToAsync(to, ct);
            return copy;
        }
        catch
        {
            copy.Dispose();
            throw;
        }
    }

    public async Task<Stream?> OpenAsync(string key, CancellationToken ct)
    {
        try
        {
            return (await bucket.Client.GetObjectAsync(bucket.Name, FileKey.Checked(key), ct)).ResponseStream;
        }
        catch (AmazonS3Exception e) when (e.StatusCode is HttpStatusCode.NotFound)
        {
            return null;
        }
    }

    public Task DeleteAsync(string key, CancellationToken ct) => bucket.DeleteAsync(FileKey.Checked(key), ct);

    public async IAsyncEnumerable<string> ListAsync(string prefix, DateTimeOffset before, [EnumeratorCancellation] CancellationToken ct)
    {
        var request = new ListObjectsV2Request { BucketName = bucket.Name, Prefix = FileKey.Checked(prefix) };
        ListObjectsV2Response page;
        do
        {
            page = await bucket.Client.ListObjectsV2Async(request, ct);
            foreach (var file in page.S3Objects ?? [])
            {
                if (file.LastModified?.ToUniversalTime() < before.UtcDateTime)
                {
                    yield return file.Key;
                }
            }
            request.ContinuationToken = page.NextContinuationToken;
        } while (page.IsTruncated is true);
    }

    public string AddressOf(string key, TimeSpan lasts, DateTimeOffset now, string? saveAs = null)
    {
        var parameters = new Dictionary<string, string>
        {
            ["response-cache-control"] = $"private, max-age={(long)Step.TotalSeconds}",
            ["response-content-type"] = FileKey.TypeOf(key),
        };
        if (saveAs is not null)
        {
            var disposition = new Microsoft.Net.Http.Headers.ContentDispositionHeaderValue("attachment");
            disposition.SetHttpFileName(saveAs);
            parameters["response-content-disposition"] = disposition.ToString();
        }
        // Rounded down, so that the address stays the same for a while, and longer by as much.
        var from = new DateTimeOffset(now.UtcTicks - (now.UtcTicks % Step.Ticks), TimeSpan.Zero);
        return bucket.Signer.AddressOf(HttpMethod.Get, FileKey.Checked(key), parameters, from, lasts + Step);
    }
}
