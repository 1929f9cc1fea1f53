namespace CsrmeWeChat.Contests;

public enum ObjectionState
{
    Open,

    /// <summary>It was right, and something was done.</summary>
    Upheld,
    Dismissed,
}

public static class ObjectionLabels
{
    extension(ObjectionState state)
    {
        public string Key => state.ToString().ToLowerInvariant();

        public string Label =>
            state switch
            {
                ObjectionState.Open => "待处理",
                ObjectionState.Upheld => "成立",
                ObjectionState.Dismissed => "不成立",
            };
    }
}

/// <summary>What somebody has against what stands in a public notice.</summary>
public sealed record Objection
{
    public required long Id { get; init; }
    public required long ContestId { get; init; }

    /// <summary>Null where it is about the result as a whole.</summary>
    public long? EntryId { get; init; }

    /// <summary>Of the entry; empty where it is about the whole.</summary>
    public required string Title { get; init; }
    public long? PersonId { get; init; }
    public required string Name { get; init; }

    /// <summary>How staff reach whoever objected. For staff only.</summary>
    public required string Contact { get; init; }

    /// <summary>Whether the public may read the name.</summary>
    public required bool IsNamed { get; init; }
    public required string Words { get; init; }
    public required ObjectionState State { get; init; }

    /// <summary>Of the words: whoever objected may write them anew until somebody decides.</summary>
    public required long Revision { get; init; }
    public required string Decision { get; init; }
    public required DateTimeOffset MadeAt { get; init; }
    public DateTimeOffset? DecidedAt { get; init; }
    public required string DecidedBy { get; init; }

    public const string Select = """
        SELECT o.id, o.contest_id, o.entry_id, COALESCE(e.title, '') AS title, o.person_id, o.name, o.contact, o.is_named, o.words, o.state,
               o.revision, o.decision, o.made_at, o.decided_at, o.decided_by
          FROM contest_objections o LEFT JOIN contest_entries e ON e.id = o.entry_id
        """;

    /// <summary>As the public reads who it was.</summary>
    public string PublicName => IsNamed && Name is not "" ? Name : "匿名";
}

/// <param name="Words">Clean, as the name and the contact.</param>
public sealed record NewObjection(long? EntryId, string Name, string Contact, bool IsNamed, string Words)
{
    public const int MaxName = 30,
        MaxContact = 100,
        MaxWords = 1000;
}

public enum ObjectionOutcome
{
    Done,
    NotFound,
    NoSuchPerson,

    /// <summary>There is no notice yet.</summary>
    NoNotice,

    /// <summary>The notice has ended.</summary>
    Over,

    /// <summary>The entry does not stand in the notice.</summary>
    NotNoticed,
    Moved,
}
