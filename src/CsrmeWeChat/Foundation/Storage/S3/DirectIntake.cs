using System.Globalization;
using System.Net;
using System.Runtime.CompilerServices;
using Amazon.S3;
using Amazon.S3.Model;

namespace CsrmeWeChat.Foundation.Storage;

/// <summary>
/// What others send straight to the bucket: in one form, or in parts. What they say that they sent is not believed; the bucket is asked.
/// </summary>
public sealed class DirectIntake(S3Bucket bucket)
{
    /// <summary>How long what is signed for sending is good.</summary>
    public static readonly TimeSpan Lasts = TimeSpan.FromMinutes(15);

    public bool IsOpen => bucket.IsSet;

    public PostForm FormOf(string key, long size, DateTimeOffset now) =>
        bucket.Signer.FormOf(FileKey.Checked(key), size, Steady(now), Lasts);

    /// <summary>Where one part is put, which must have exactly this size.</summary>
    public string PartAddress(string key, string session, int number, long size, DateTimeOffset now) =>
        bucket.Signer.AddressOf(
            HttpMethod.Put,
            FileKey.Checked(key),
            new Dictionary<string, string> { ["partNumber"] = number.ToString(CultureInfo.InvariantCulture), ["uploadId"] = session },
            Steady(now),
            Lasts,
            size
        );

    /// <summary>The size and the mark of what lies under a key. Null where nothing does.</summary>
    public Task<(long Size, string Mark)?> FindAsync(string key, CancellationToken ct) => bucket.FindAsync(FileKey.Checked(key), ct);

    /// <summary>Does nothing where there is none of this key.</summary>
    public Task DeleteAsync(string key, CancellationToken ct) => bucket.DeleteAsync(FileKey.Checked(key), ct);

    /// <summary>Copies within the bucket. False where it is no longer what had this mark.</summary>
    public async Task<bool> CopyAsync(string from, string mark, string to, CancellationToken ct)
    {
        try
        {
            await bucket.Client.CopyObjectAsync(
                new CopyObjectRequest
                {
                    SourceBucket = bucket.Name,
                    SourceKey = FileKey.Checked(from),
                    ETagToMatch = mark,
                    DestinationBucket = bucket.Name,
                    DestinationKey = FileKey.Checked(to),
                },
                ct
            );
            return true;
        }
        catch (AmazonS3Exception e) when (e.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.PreconditionFailed)
        {
            return false;
        }
    }

    /// <summary>Begins a file in parts, and names the session of it.</summary>
    public async Task<string> BeginAsync(string key, CancellationToken ct) =>
        (
            await bucket.Client.InitiateMultipartUploadAsync(
                new InitiateMultipartUploadRequest { BucketName = bucket.Name, Key = FileKey.Checked(key) },
                ct
            )
        ).UploadId;

    /// <summary>The parts that are there, in order. Null where the session has ended.</summary>
    public async Task<IReadOnlyList<SentPart>?> ListPartsAsync(string key, string session, CancellationToken ct)
    {
        var parts = new List<SentPart>();
        var request = new ListPartsRequest
        {
            BucketName = bucket.Name,
            Key = FileKey.Checked(key),
            UploadId = session,
        };
        try
        {
            ListPartsResponse page;
            do
            {
                page = await bucket.Client.ListPartsAsync(request, ct);
                parts.AddRange((page.Parts ?? []).Select(part => new SentPart(part.PartNumber ?? 0, part.Size ?? 0, part.ETag)));
                request.PartNumberMarker = page.NextPartNumberMarker?.ToString(CultureInfo.InvariantCulture);
            } while (page.IsTruncated is true);
            return parts;
        }
        catch (AmazonS3Exception e) when (e.StatusCode is HttpStatusCode.NotFound)
        {
            return null;
        }
    }

    /// <summary>Makes the file of its parts. False where the session has ended, or a part is no longer as it was listed.</summary>
    public async Task<bool> CompleteAsync(string key, string session, IReadOnlyList<SentPart> parts, CancellationToken ct)
    {
        try
        {
            await bucket.Client.CompleteMultipartUploadAsync(
                new CompleteMultipartUploadRequest
                {
                    BucketName = bucket.Name,
                    Key = FileKey.Checked(key),
                    UploadId = session,
                    PartETags = [.. parts.Select(part => new PartETag(part.Number, part.Mark))],
                },
                ct
            );
            return true;
        }
        catch (AmazonS3Exception e) when (e.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.BadRequest)
        {
            return false;
        }
    }

    /// <summary>Does nothing where the session has ended.</summary>
    public async Task AbortAsync(string key, string session, CancellationToken ct)
    {
        try
        {
            await bucket.Client.AbortMultipartUploadAsync(bucket.Name, FileKey.Checked(key), session, ct);
        }
        catch (AmazonS3Exception e) when (e.StatusCode is HttpStatusCode.NotFound) { }
    }

    /// <summary>Sessions under this prefix that began before a time and have not ended.</summary>
    public async IAsyncEnumerable<(string Key, string Session)> ListSessionsAsync(
        string prefix,
        DateTimeOffset before,
        [EnumeratorCancellation] CancellationToken ct
    )
    {
        var request = new ListMultipartUploadsRequest { BucketName = bucket.Name, Prefix = FileKey.Checked(prefix) };
        ListMultipartUploadsResponse page;
        do
        {
            page = await bucket.Client.ListMultipartUploadsAsync(request, ct);
            foreach (var one in page.MultipartUploads ?? [])
            {
                if (one.Initiated?.ToUniversalTime() < before.UtcDateTime)
                {
                    yield return (one.Key, one.UploadId);
                }
            }
            (request.KeyMarker, request.UploadIdMarker) = (page.NextKeyMarker, page.NextUploadIdMarker);
        } while (page.IsTruncated is true);
    }

    /// <summary>A clock a little ahead of the store's would sign for the future.</summary>
    private static DateTimeOffset Steady(DateTimeOffset now) => now.AddSeconds(-30);
}

/// <param name="Mark">The store's mark of its content.</param>
public sealed record SentPart(int Number, long Size, string Mark);
