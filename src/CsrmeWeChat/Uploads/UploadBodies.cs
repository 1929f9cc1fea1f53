using Microsoft.Extensions.Options;

namespace CsrmeWeChat.Uploads;

/// <summary>
/// How many bodies this node takes at once, of a person and in all: who sends a byte a second holds no more than that. Counted on each
/// node.
/// </summary>
public sealed class UploadBodies(IOptions<UploadOptions> options)
{
    private readonly Dictionary<long, int> ofPerson = [];
    private int all;

    /// <summary>Null where it is one too many; disposing gives the place back.</summary>
    public IDisposable? Enter(long personId)
    {
        lock (ofPerson)
        {
            var count = ofPerson.GetValueOrDefault(personId);
            if (count >= options.Value.BodiesPerPerson || all >= options.Value.Bodies)
            {
                return null;
            }
            ofPerson[personId] = count + 1;
            all++;
            return new Place(this, personId);
        }
    }

    private void Leave(long personId)
    {
        lock (ofPerson)
        {
            all--;
            if (--ofPerson[personId] == 0)
            {
                ofPerson.Remove(personId);
            }
        }
    }

    private sealed class Place(UploadBodies bodies, long personId) : IDisposable
    {
        public void Dispose() => bodies.Leave(personId);
    }
}
