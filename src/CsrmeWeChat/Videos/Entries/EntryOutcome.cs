namespace CsrmeWeChat.Videos;

/// <summary>What came of an author's wish.</summary>
public enum EntryOutcome
{
    Done,

    /// <summary>There is none, or it is somebody else's.</summary>
    NotFound,
    NoSuchPerson,
    NotOpenYet,
    Closed,

    /// <summary>The author has as many entries as the call allows.</summary>
    TooMany,

    /// <summary>It is handed in, and is not the author's to change until it is decided.</summary>
    NotEditable,
    Incomplete,
    NoVideo,
    VideoUnfit,
    NoPhone,

    /// <summary>The rules were not agreed to, or the statement on secrets was not made.</summary>
    NotAgreed,

    /// <summary>The upload has expired, is another's or was used before.</summary>
    UploadGone,
}
