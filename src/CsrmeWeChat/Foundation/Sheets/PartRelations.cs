namespace CsrmeWeChat.Foundation.Sheets;

/// <summary>Which parts a part refers to. A part that is not there is as good as not referred to.</summary>
internal sealed class PartRelations
{
    private const int MaxRelations = 2_000;

    private readonly List<(string Id, string Kind, string Part)> relations = [];

    /// <param name="part">Empty for the relations of the whole package.</param>
    public static PartRelations Of(Zip zip, string part)
    {
        var found = new PartRelations();
        var slash = part.LastIndexOf('/') + 1;
        var folder = part[..slash];
        if (zip.Read($"{folder}_rels/{part[slash..]}.rels") is not { } stream)
        {
            return found;
        }
        using var reader = new PartReader(stream);
        while (reader.NextWithin(-1) && found.relations.Count < MaxRelations)
        {
            if (
                reader.Name is "Relationship"
                && reader["TargetMode"] is not "External"
                && reader["Target"] is { } target
                && Resolve(folder, target) is { } path
                && zip.Has(path)
            )
            {
                var type = reader["Type"] ?? "";
                found.relations.Add((reader["Id"] ?? "", type[(type.LastIndexOf('/') + 1)..], path));
            }
        }
        return found;
    }

    public string? OfKind(string kind) => relations.Find(relation => relation.Kind == kind).Part;

    public string? Find(string id, string kind) => relations.Find(relation => relation.Id == id && relation.Kind == kind).Part;

    /// <summary>The part's path from the root, null where it leads out of the package.</summary>
    private static string? Resolve(string folder, string target)
    {
        target = target.Replace('\\', '/');
        var path = new List<string>();
        foreach (var step in (target is ['/', ..] ? target : folder + target).Split('/'))
        {
            if (step is "..")
            {
                if (path.Count == 0)
                {
                    return null;
                }
                path.RemoveAt(path.Count - 1);
            }
            else if (step is not ("" or "."))
            {
                path.Add(step);
            }
        }
        return string.Join('/', path);
    }
}
