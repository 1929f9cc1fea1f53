using System.Globalization;
using System.Reflection;
using CsrmeWeChat.Account;
using CsrmeWeChat.Benefits;
using CsrmeWeChat.Callbacks;
using CsrmeWeChat.Certificates;
using CsrmeWeChat.Contests;
using CsrmeWeChat.Costs;
using CsrmeWeChat.Events;
using CsrmeWeChat.Followers;
using CsrmeWeChat.Foundation;
using CsrmeWeChat.Home;
using CsrmeWeChat.Judging;
using CsrmeWeChat.Members;
using CsrmeWeChat.Messages;
using CsrmeWeChat.Moderation;
using CsrmeWeChat.Outgoing;
using CsrmeWeChat.People;
using CsrmeWeChat.Rehearsals;
using CsrmeWeChat.Roster;
using CsrmeWeChat.Seasons;
using CsrmeWeChat.Staff;
using CsrmeWeChat.Stories;
using CsrmeWeChat.Uploads;
using CsrmeWeChat.Videos;

namespace CsrmeWeChat;

/// <summary>What the service and its commands share: the foundation, and every room's door in the order of the levels.</summary>
public static class AppHost
{
    /// <summary>The OpenAPI document is being made at build: nothing may be validated, migrated or started.</summary>
    public static bool IsDocumenting { get; } = Assembly.GetEntryAssembly()?.GetName().Name == "GetDocument.Insider";

    public static WebApplicationBuilder NewBuilder(string[] args)
    {
        CultureInfo.DefaultThreadCurrentCulture = CultureInfo.InvariantCulture;
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });
        builder.AddFoundation();
        builder.AddHome();
        builder.AddSeasons();
        builder.AddCosts();
        builder.AddMembers();
        builder.AddStaff();
        builder.AddPeople();
        builder.AddRoster();
        builder.AddCallbacks();
        builder.AddFollowers();
        builder.AddAccount();
        builder.AddMessages();
        builder.AddUploads();
        builder.AddModeration();
        builder.AddJudging();
        builder.AddCertificates();
        builder.AddBenefits();
        builder.AddStories();
        builder.AddVideos();
        builder.AddContests();
        builder.AddEvents();
        builder.AddRehearsals();
        builder.AddOutgoing();
        return builder;
    }

    /// <summary>Options of a section, checked at start.</summary>
    public static void AddOptions<T>(this IHostApplicationBuilder builder, string section)
        where T : class
    {
        var options = builder.Services.AddOptions<T>().Bind(builder.Configuration.GetSection(section)).ValidateDataAnnotations();
        if (!IsDocumenting)
        {
            options.ValidateOnStart();
        }
    }
}
