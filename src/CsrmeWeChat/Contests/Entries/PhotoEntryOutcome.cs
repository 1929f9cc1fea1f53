namespace CsrmeWeChat.Contests;

/// <summary>What came of an author's wish.</summary>
public enum PhotoEntryOutcome
{
    Done,

    /// <summary>There is none, or it is somebody else's.</summary>
    NotFound,
    NoSuchPerson,
    NotOpenYet,
    Closed,

    /// <summary>The contest is for members, and the person is bound to none.</summary>
    MembersOnly,

    /// <summary>The author has as many entries as the contest allows.</summary>
    TooMany,

    /// <summary>It is handed in, and is not the author's to change until it is decided.</summary>
    NotEditable,

    /// <summary>The entry has as many photos as its group takes.</summary>
    TooManyPhotos,

    /// <summary>The very same file is in the entry.</summary>
    SamePhoto,

    /// <summary>The upload has expired, is another's or was used before.</summary>
    UploadGone,

    /// <summary>The wanted order does not name the photos that are there.</summary>
    WrongOrder,
    Incomplete,
    NoPhoto,

    /// <summary>The group takes another number of photos.</summary>
    PhotoCount,
    PhotoUnfit,
    NoPhone,

    /// <summary>The rules were not agreed to, or the statement on secrets was not made.</summary>
    NotAgreed,

    /// <summary>One of the photos stands in an entry of somebody else that was handed in to this contest.</summary>
    PhotoTaken,

    /// <summary>One of the photos stands in another entry of the same author that was handed in to this contest.</summary>
    PhotoUsed,
}
