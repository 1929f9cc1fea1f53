using System.ComponentModel.DataAnnotations;

namespace CsrmeWeChat.Foundation.Storage;

/// <summary>A bucket of a store that speaks S3. Where none is named, files lie in <see cref="StorageOptions.Folder"/>.</summary>
public sealed class S3Options : IValidatableObject
{
    public const string Section = "Storage:S3";

    /// <summary>The bucket, which must be private. Empty for no S3.</summary>
    public string? Bucket { get; init; }

    /// <summary>Where this service reaches the store, such as <c>https://cos.ap-beijing.myqcloud.com</c>.</summary>
    public Uri? Endpoint { get; init; }

    /// <summary>Where phones and browsers reach it, if not there.</summary>
    public Uri? PublicEndpoint { get; init; }

    public string Region { get; init; } = "us-east-1";

    /// <summary>Whether the bucket stands in the path (MinIO, Ceph) and not before the host's name (the clouds).</summary>
    public bool PathStyle { get; init; }

    public string? AccessKey { get; init; }

    public string? SecretKey { get; init; }

    public bool IsSet => Bucket is { Length: > 0 };

    /// <summary>The endpoint for phones and browsers.</summary>
    public Uri Outside => PublicEndpoint ?? Endpoint!;

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (!IsSet)
        {
            yield break;
        }
        if (!IsAddress(Endpoint) || (PublicEndpoint is not null && !IsAddress(PublicEndpoint)))
        {
            yield return new ValidationResult($"{Section}:Endpoint and PublicEndpoint must be addresses without a path.");
        }
        if (string.IsNullOrEmpty(AccessKey) || string.IsNullOrEmpty(SecretKey))
        {
            yield return new ValidationResult($"{Section}:AccessKey and {Section}:SecretKey are needed, from the environment.");
        }
    }

    private static bool IsAddress(Uri? uri) => uri is { IsAbsoluteUri: true, Scheme: "http" or "https", PathAndQuery: "/" };
}
