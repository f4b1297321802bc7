using System.Collections.Generic;

namespace HotPath.Daemon.Doctor;

/// <summary>Looks at one part of the machine.</summary>
internal interface IChecks
{
    /// <summary>Looks.</summary>
    /// <returns>What was found, in the order in which it is told.</returns>
    IEnumerable<Finding> Run();
}
