using CsrmeWeChat.Foundation.Media;
using NetVips;

namespace CsrmeWeChat.Tests;

public sealed class PhotoHashTests : IDisposable
{
    private readonly TestPhoto files = new();
    private readonly Photos photos = TestPhoto.Photos();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => files.Dispose();

    [Fact]
    public async Task Copies_of_one_photo_are_near_and_other_photos_are_far()
    {
        var (nearest, farthest) = (64, 0);
        var originals = new List<PhotoHash>();
        for (var seed = 1; seed <= 6; seed++)
        {
            using var scene = TestPhoto.Scene(seed: seed);
            var original = await HashAsync(scene.JpegsaveBuffer(q: 95));
            foreach (var copy in Copies(scene))
            {
                farthest = Math.Max(farthest, original.DistanceTo(await HashAsync(copy)));
            }
            nearest = originals.Select(other => original.DistanceTo(other)).Append(nearest).Min();
            originals.Add(original);
        }

        Assert.InRange(farthest, 0, PhotoHash.Near);
        Assert.InRange(nearest, PhotoHash.Near + 1, 64);
    }

    [Fact]
    public void A_distance_is_the_same_both_ways_and_none_to_itself()
    {
        var (one, other) = (new PhotoHash(0x0123_4567_89AB_CDEF), new PhotoHash(-42));

        Assert.Equal(0, one.DistanceTo(one));
        Assert.Equal(one.DistanceTo(other), other.DistanceTo(one));
    }

    private static byte[][] Copies(Image scene)
    {
        using var half = scene.Resize(0.5);
        using var turned = scene.Rot90();
        using var upside = scene.Rot180();
        using var back = scene.Rot270();
        using var mirrored = scene.FlipHor();
        using var brighter = scene.Linear([1.1], [8], uchar: true);
        using var lying = TestPhoto.Noted(turned, ("orientation", "8"));
        return
        [
            scene.JpegsaveBuffer(q: 40),
            scene.WebpsaveBuffer(q: 50),
            half.JpegsaveBuffer(q: 60),
            turned.JpegsaveBuffer(q: 80),
            upside.JpegsaveBuffer(q: 80),
            back.JpegsaveBuffer(q: 80),
            mirrored.JpegsaveBuffer(q: 80),
            brighter.JpegsaveBuffer(q: 80),
            lying.JpegsaveBuffer(q: 80),
        ];
    }

    private async Task<PhotoHash> HashAsync(byte[] bytes)
    {
        var (photo, why) = await photos.DevelopAsync(files.File(bytes), files.Copies(), DateTimeOffset.UnixEpoch, Ct);
        Assert.Null(why);
        return photo!.Hash;
    }
}
