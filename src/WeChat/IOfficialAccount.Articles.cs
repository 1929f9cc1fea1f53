namespace WeChat;

/// <summary>Pictures, drafts, mass sends and publications.</summary>
public partial interface IOfficialAccount
{
    /// <summary>
    /// uploadimg: uploads a picture for the body of an article, JPEG or PNG under 1 MB.
    /// Returns its address at WeChat. It does not count towards the account's media library.
    /// </summary>
    Task<string> UploadArticlePictureAsync(PictureFile picture, CancellationToken ct);

    /// <summary>add_material: a cover, up to 10 MB. Returns its permanent media id.</summary>
    Task<string> AddPictureAsync(PictureFile picture, CancellationToken ct);

    /// <summary>
    /// A moving picture (GIF, 10 MB at most) for an article: its address at WeChat. uploadimg takes none, so it goes into the library of
    /// permanent material. Source: add_material.
    /// </summary>
    Task<string> AddMovingPictureAsync(PictureFile picture, CancellationToken ct);

    /// <summary>
    /// draft/add: adds a draft. WeChat has no idempotency key for it, so it is never repeated here.
    /// Returns the draft's media id, which is valid until the draft is sent or published.
    /// </summary>
    Task<string> AddDraftAsync(DraftArticle article, CancellationToken ct);

    /// <summary>draft/get: whether the draft is still there.</summary>
    Task<bool> HasDraftAsync(string mediaId, CancellationToken ct);

    /// <summary>mass/sendall, under our own id: a repeat answers the first send's id instead of sending.</summary>
    Task<MassReceipt> SendToFollowersAsync(MassSend send, CancellationToken ct);

    /// <summary>mass/preview, to one WeChat id (微信号) that follows the account; 100 a day.</summary>
    Task PreviewAsync(string weChatId, string mediaId, CancellationToken ct);

    /// <summary>mass/get.</summary>
    Task<MassProgress> FindMassAsync(long messageId, CancellationToken ct);

    /// <summary>mass/delete: the page dies, the card stays in the chats; 10 a day.</summary>
    Task DeleteMassAsync(long messageId, CancellationToken ct);

    /// <summary>freepublish/submit. Returns the publication's id; whether it succeeds is told later.</summary>
    Task<string> PublishAsync(string mediaId, CancellationToken ct);

    /// <summary>freepublish/get; 100 a day.</summary>
    Task<PublicationProgress> FindPublicationAsync(string publishId, CancellationToken ct);

    /// <summary>openapi/quota/get: what this account may call an api today; null where WeChat does not say.</summary>
    Task<ApiQuota?> GetQuotaAsync(string api, CancellationToken ct);
}

/// <param name="Name">Its extension tells WeChat the format.</param>
public sealed record PictureFile(string Name, byte[] Content);

/// <param name="CoverId">Of a permanent picture; a temporary one is refused (40007).</param>
public sealed record DraftArticle(string Title, string Author, string Digest, string Content, string CoverId, string? SourceUrl = null);

/// <param name="TagId">Null sends to all.</param>
/// <param name="ClientMessageId">
/// Ours, kept before the call. At most 32 characters: longer ones were refused (45067, WeChat community 0000c403d88548712a5042bc26bc00).
/// </param>
public sealed record MassSend(string MediaId, long? TagId, string ClientMessageId);

/// <param name="WasSentBefore">WeChat had a send under this id already (45065), and did not send again.</param>
public sealed record MassReceipt(long MessageId, bool WasSentBefore);

public enum MassProgress
{
    Sending,
    Sent,
    Failed,
    Deleted,
    NoSuchMessage,
}

public enum PublicationState
{
    Published,
    Running,
    Failed,
}

/// <param name="Url">Of the first article, once it is published.</param>
public sealed record PublicationProgress(PublicationState State, int Status, string Url);

/// <summary>Calls of one API on one day.</summary>
public sealed record ApiQuota(long PerDay, long Used, long Left)
{
    /// <summary>WeChat writes the largest number there is where it limits nothing.</summary>
    public bool IsUnlimited => PerDay == long.MaxValue;
}
