using CsrmeWeChat.Foundation.Data;

namespace CsrmeWeChat.Certificates;

/// <param name="Text">A part of the name, the unit, the occasion or the work; or a code, however it is written.</param>
public sealed record CertificateFilter(string Text = "", string? Panel = null, long? PanelId = null, CertificateState? State = null);

/// <summary>Certificates as they are looked for. What changes them stands in <see cref="CertificateStates"/>.</summary>
public sealed class CertificateStore(Database database)
{
    /// <summary>The columns that staff can sort by.</summary>
    public static readonly IReadOnlyDictionary<string, string> Columns = new Dictionary<string, string>
    {
        ["issued"] = "c.issued_at, c.id",
        ["name"] = "c.name, c.id",
        ["award"] = "c.award, c.id",
    };

    private const string Select = $"SELECT {Certificate.Columns} FROM certificates c";

    public Task<Certificate?> FindAsync(long id, CancellationToken ct) =>
        database.FindAsync<Certificate>($"{Select} WHERE c.id = @id", new { id }, ct);

    /// <param name="code">As <see cref="CertificateCode.Read"/> gives it.</param>
    public Task<Certificate?> FindAsync(string code, CancellationToken ct) =>
        database.FindAsync<Certificate>($"{Select} WHERE c.code = @code", new { code }, ct);

    /// <summary>A person's own, the newest first, without those that a newer one replaced.</summary>
    public Task<IReadOnlyList<Certificate>> ListAsync(long personId, CancellationToken ct) =>
        database.ListAsync<Certificate>(
            $"{Select} WHERE c.person_id = @personId AND c.replaced_by_id IS NULL ORDER BY c.id DESC",
            new { personId },
            ct
        );

    /// <summary>Those that stand for what a room issues them for, in the order in which they were issued.</summary>
    public Task<IReadOnlyList<Certificate>> ListIssuedAsync(string panel, long panelId, CancellationToken ct) =>
        database.ListAsync<Certificate>(
            $"{Select} WHERE c.panel = @panel AND c.panel_id = @panelId AND c.state = 'issued' ORDER BY c.id",
            new { panel, panelId },
            ct
        );

    public Task<IReadOnlyList<Certificate>> ListAsync(CertificateFilter filter, string orderBy, int skip, int take, CancellationToken ct)
    {
        var text = PlainText.Clean(filter.Text);
        string[] columns = ["c.name", "c.unit", "c.occasion", "c.work"];
        var hasText = string.Join(" OR ", columns.Select(column => Sql.Has(column, "@text")));
        var where = filter.State is null ? "" : " AND c.state = @state";
        where += filter.Panel is null ? "" : " AND c.panel = @Panel";
        where += filter.PanelId is null ? "" : " AND c.panel_id = @PanelId";
        where += text is "" ? "" : $" AND ({hasText} OR c.code = @code)";
        return database.ListAsync<Certificate>(
            $"{Select} WHERE 1 = 1{where} ORDER BY {orderBy} LIMIT @take OFFSET @skip",
            new
            {
                text,
                code = CertificateCode.Read(text),
                state = filter.State?.Key,
                filter.Panel,
                filter.PanelId,
                skip,
                take,
            },
            ct
        );
    }
}
