using System.Net;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;
using Microsoft.Extensions.Options;

namespace CsrmeWeChat.Foundation.Storage;

/// <summary>The bucket, and the client that this service asks it by.</summary>
public sealed class S3Bucket(IOptions<S3Options> options) : IDisposable
{
    private readonly Lazy<AmazonS3Client> client = new(() => NewClient(options.Value));
    private readonly Lazy<S3Signer> signer = new(() => new S3Signer(options.Value));

    public bool IsSet => options.Value.IsSet;

    public string Name => options.Value.Bucket!;

    public AmazonS3Client Client => client.Value;

    internal S3Signer Signer => signer.Value;

    /// <summary>What its addresses begin with, for whoever allows pictures from there.</summary>
    public string Origin => new Uri(Signer.FormOf("", 0, default, default).Url).GetLeftPart(UriPartial.Authority);

    /// <summary>It cannot be reached just now, or says that it cannot serve: later is right.</summary>
    public static bool IsAway(Exception exception) =>
        exception
            is HttpRequestException
                or AmazonClientException
                or AmazonServiceException { StatusCode: 0 or >= HttpStatusCode.InternalServerError };

    /// <summary>The size and the mark of what lies under a key. Null where nothing does.</summary>
    public async Task<(long Size, string Mark)?> FindAsync(string key, CancellationToken ct)
    {
        try
        {
            var head = await Client.GetObjectMetadataAsync(Name, key, ct);
            return (head.ContentLength, head.ETag);
        }
        catch (AmazonS3Exception e) when (e.StatusCode is HttpStatusCode.NotFound)
        {
            return null;
        }
    }

    public Task DeleteAsync(string key, CancellationToken ct) =>
        Client.DeleteObjectAsync(new DeleteObjectRequest { BucketName = Name, Key = key }, ct);

    public void Dispose()
    {
        if (client.IsValueCreated)
        {
            client.Value.Dispose();
        }
    }

    private static AmazonS3Client NewClient(S3Options options) =>
        new(
            new BasicAWSCredentials(options.AccessKey, options.SecretKey),
            new AmazonS3Config
            {
                ServiceURL = options.Endpoint!.GetLeftPart(UriPartial.Authority),
                AuthenticationRegion = options.Region,
                ForcePathStyle = options.PathStyle,
                // Checksums in trailers, the SDK's newer habit, are not understood by all that call themselves S3.
                RequestChecksumCalculation = RequestChecksumCalculation.WHEN_REQUIRED,
                ResponseChecksumValidation = ResponseChecksumValidation.WHEN_REQUIRED,
                Timeout = TimeSpan.FromSeconds(60),
                ConnectTimeout = TimeSpan.FromSeconds(5),
                RetryMode = RequestRetryMode.Standard,
                MaxErrorRetry = 3,
            }
        );
}
