using CsrmeWeChat.Certificates;
using CsrmeWeChat.Foundation.Audit;
using CsrmeWeChat.Foundation.Data;

namespace CsrmeWeChat.Tests.Support;

public static class CertificateArrange
{
    private static long made = 1_000;

    /// <summary>A panel that no other test issues for.</summary>
    public static long NewPanel() => Interlocked.Increment(ref made);

    public static CertificateDraft Draft(
        string name = "张三",
        string unit = "武汉岩土所",
        string work = "掌子面上的晨光",
        string award = "单幅组一等奖",
        string occasion = "第二届科普摄影大赛",
        long? panel = null,
        string subject = "entry/1",
        long? person = null
    ) =>
        CertificateDraft.OfAward(
            new CertificateSubject("contest", panel ?? NewPanel(), subject),
            name,
            unit,
            occasion,
            award,
            work,
            new DateOnly(2026, 5, 30),
            person
        );

    /// <summary>A row as it would be of this draft.</summary>
    public static Certificate Row(CertificateDraft draft, string code = "7K2MPQ9RTXYZ") =>
        new()
        {
            Id = 1,
            Code = code,
            Panel = draft.Subject.Panel,
            PanelId = draft.Subject.PanelId,
            Subject = draft.Subject.Key,
            Heading = draft.Heading,
            Name = draft.Name,
            Unit = draft.Unit,
            Occasion = draft.Occasion,
            Award = draft.Award,
            Work = draft.Work,
            Words = draft.Words,
            Issuer = draft.Issuer,
            DatedOn = draft.DatedOn,
            State = CertificateState.Issued,
            IssuedBy = "秘书",
            IssuedAt = default,
            RevokedBy = "",
            Reason = "",
            Revision = 1,
        };

    extension(App app)
    {
        public Task<Certificate> IssueAsync(CertificateDraft draft) =>
            app.Get<Database>()
                .TransactAsync(
                    async tx =>
                    {
                        var issued = await app.Get<CertificateStates>()
                            .IssueAsync(tx, Actor.Command, draft, app.Now, TestContext.Current.CancellationToken);
                        return (true, issued);
                    },
                    TestContext.Current.CancellationToken
                );

        public async Task<Certificate> CertificateAsync(long id) =>
            (await app.Get<CertificateStore>().FindAsync(id, TestContext.Current.CancellationToken))!;

        /// <summary>The person behind a phone.</summary>
        public Task<long> PersonOfAsync(TestPhone phone) =>
            app.Get<Database>()
                .FindAsync<long>(
                    "SELECT person_id FROM openids WHERE open_id = @OpenId",
                    new { phone.OpenId },
                    TestContext.Current.CancellationToken
                );
    }
}
