using WeChat.Sandbox.Pushes;

namespace WeChat.Sandbox.Media;

/// <summary>Says what becomes of pictures and sounds, and shows what was asked about them.</summary>
public sealed class MediaControl
{
    private readonly World world;

    internal MediaControl(World world) => this.world = world;

    /// <summary>Holds for all that this user sends from now on; null for what WeChat would do by itself.</summary>
    public void Plan(string openId, SandboxVerdict? verdict)
    {
        if (world.FindAccount(openId) is null)
        {
            throw new KeyNotFoundException("No such openid.");
        }

        world.Media.Plan(openId, verdict);
    }

    /// <summary>Newest first.</summary>
    public IReadOnlyList<SandboxMediaCheck> Checks(string? openId = null, int limit = 100) => world.Media.List(openId, limit);

    /// <summary>Pushes a verdict now: late, or once more.</summary>
    public Task<IReadOnlyList<PushAnswer>> PushAsync(string traceId, int times = 1) => world.Media.PushAsync(traceId, times);
}
