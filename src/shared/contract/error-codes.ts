/**
 * The one list of refusal codes: what each means and what usually helps.
 *
 * A code is `noun.state`. The screen translates by code; the command line prints message and hint.
 * A test checks that every code has a case that produces it, so a code without one goes away.
 */

interface ErrorCodeEntry {
  /** What happened, for the people who maintain this. */
  readonly meaning: string;
  /** What the person who met it can do next. */
  readonly hint: string;
}

export const errorCodes = {
  'archive.bomb': {
    meaning: 'A file of an archive would grow out of all proportion.',
    hint: 'Do not open it.',
  },
  'archive.damaged': {
    meaning: 'A file is no archive, or not whole, or its list of contents does not tell the truth.',
    hint: 'Fetch the file again.',
  },
  'archive.link': {
    meaning: 'An archive holds something that is no plain file.',
    hint: 'Ask for it as racklab lab pack makes it.',
  },
  'archive.nested': {
    meaning: 'An archive holds an archive.',
    hint: 'Send each lab in an archive of its own.',
  },
  'archive.stray': {
    meaning: 'An archive holds a file that its lab does not name.',
    hint: 'Ask for it as racklab lab pack makes it.',
  },
  'archive.tooLarge': {
    meaning: 'An archive, or what is in it, is larger than is read.',
    hint: 'Check that it is a lab.',
  },
  'archive.twice': {
    meaning: 'Two names in an archive are one, or would be on some disks.',
    hint: 'Ask for it as racklab lab pack makes it.',
  },
  'archive.unsafeName': {
    meaning: 'A name in an archive leads out of the lab, or could not be kept everywhere.',
    hint: 'Ask for it as racklab lab pack makes it.',
  },
  'archive.unsupported': {
    meaning: 'A file of an archive is encrypted, or packed in an unusual way.',
    hint: 'Ask for it as racklab lab pack makes it.',
  },
  'autoscale.singleMachine': {
    meaning: 'Autoscale rules were set on a machine that is no scale set.',
    hint: 'Resize the machine by hand, or make a scale set.',
  },
  'commandText.missing': {
    meaning: 'A typed command lacks a field that it needs.',
    hint: 'Give it as name=value.',
  },
  'commandText.noField': {
    meaning: 'A typed command has a field that the command does not know.',
    hint: 'The refusal names the fields it has.',
  },
  'commandText.tooLong': {
    meaning: 'A typed command is longer than any command that is read.',
    hint: 'Write it into a scenario file.',
  },
  'commandText.twice': {
    meaning: 'A field of a typed command stands there twice.',
    hint: 'Leave one of the two out.',
  },
  'commandText.unfinished': {
    meaning: 'A quote or a bracket of a typed command is not closed.',
    hint: 'Close it, or leave the quotes away where the value has no space.',
  },
  'commandText.unknown': {
    meaning: 'There is no command of the name that was typed.',
    hint: 'Press Tab for what there is.',
  },
  'commandText.value': {
    meaning: 'A field of a typed command is missing or has a value it does not take.',
    hint: 'Press Tab for what the field takes.',
  },
  AllocationFailed: {
    meaning: 'No host that may take the machine has enough free cores and memory.',
    hint: 'Use a smaller size, deallocate a machine, or add a host.',
  },
  OperationNotAllowed: {
    meaning:
      'The service does not do this to the machine as it is: its cluster lacks the size, or it ' +
      'is no spot machine.',
    hint: 'Deallocate the machine first, or read what it would have to be.',
  },
  OverconstrainedAllocationRequest: {
    meaning: 'Size, cluster and set together leave no host, though some have room.',
    hint: 'Choose a size the cluster runs, or a host of the right cluster.',
  },
  OverconstrainedZonalAllocationRequest: {
    meaning: 'Size and zone together leave no host, though some of the zone have room.',
    hint: 'Choose another size or another zone.',
  },
  QuotaExceeded: {
    meaning: 'The region has not enough vCPUs of the family approved for what was asked.',
    hint: 'Delete machines, choose another family or region, or raise the quota.',
  },
  SkuNotAvailable: {
    meaning: 'No cluster of the zone runs the size.',
    hint: 'Choose another zone or another size.',
  },
  ZonalAllocationFailed: {
    meaning: 'No host of the zone has enough free cores and memory.',
    hint: 'Choose another zone, use a smaller size, or add hosts there.',
  },
  'address.invalid': {
    meaning: 'What was given as an address is none.',
    hint: 'Write four numbers up to 255, such as 10.1.0.4.',
  },
  'address.noSubnet': {
    meaning: 'A static address was asked for outside any subnet.',
    hint: 'Name a subnet, or leave the address out.',
  },
  'address.outsideSubnet': {
    meaning: 'A static address is not one of the subnet.',
    hint: 'Choose one of its range.',
  },
  'address.reserved': {
    meaning: 'A static address is one of the five that the service keeps.',
    hint: 'Choose one between them.',
  },
  'address.taken': {
    meaning: 'Another interface has the address.',
    hint: 'Choose another one, or leave it out.',
  },
  'anchors.invalid': {
    meaning: 'The table of noted codes has a line that cannot be used.',
    hint: 'Correct the line that is named.',
  },
  'app.dependencyCycle': {
    meaning: 'Applications of one system would depend on each other in a circle.',
    hint: 'Take one of the dependencies out.',
  },
  'app.dependencyMissing': {
    meaning: 'An application that must run beside this one does not.',
    hint: 'Start that application on the same system first.',
  },
  'app.diskFull': {
    meaning: 'The disk of the system has no room for what is to be installed or written.',
    hint: 'Remove an application, or use a system with a larger disk.',
  },
  'app.memoryShort': {
    meaning: 'An application takes its memory whole when it starts, and that much is not free.',
    hint: 'Stop something, or use a system with more memory.',
  },
  'app.nameTaken': {
    meaning:
      'An application of this name is installed on the system, or it holds as many as it can.',
    hint: 'Give it another name, or remove the other one.',
  },
  'app.needed': {
    meaning: 'Other applications of the system depend on the one to be removed.',
    hint: 'Remove those first, or configure them not to need it.',
  },
  'app.notFound': {
    meaning: 'There is no application of this name on the system.',
    hint: 'Check the name; the refusal lists close ones.',
  },
  'app.notRunning': {
    meaning: 'An application that does not run was to be stopped.',
    hint: 'Start it, or remove it.',
  },
  'app.onlyOne': {
    meaning: 'One system can hold this application only once.',
    hint: 'Use the one that is there, or another machine.',
  },
  'app.pathTaken': {
    meaning: 'A running application has locked a path that this one needs.',
    hint: 'Stop the other application, give one of them another path, or another machine.',
  },
  'app.portTaken': {
    meaning: 'A running application listens on the address and port that this one needs.',
    hint: 'Stop the other application, give one of them another port, or another machine.',
  },
  'app.running': {
    meaning: 'An application that runs was to be started, configured or removed.',
    hint: 'Stop it first.',
  },
  'app.runtimeConflict': {
    meaning: 'Another version of a runtime is installed, and the two cannot stand side by side.',
    hint: 'Use another machine, or let the new version replace the old one.',
  },
  'app.runtimeMissing': {
    meaning: 'The version of a runtime that the application needs is not installed any more.',
    hint: 'Install the application again, or another version of it.',
  },
  'app.serviceTaken': {
    meaning: 'A service of this name is registered on the system.',
    hint: 'Give this one another service name, or another machine.',
  },
  'app.unknownSetting': {
    meaning: 'A port, address, path or setting was given that the application does not have.',
    hint: 'Use the names its catalogue entry has; the refusal lists them.',
  },
  'application.notFound': {
    meaning: 'The catalogue has no application of this name.',
    hint: 'Choose one of the catalogue.',
  },
  'attempt.altered': {
    meaning: 'The log of an attempt does not fit its chain of hashes.',
    hint: 'Ask for the file as the program wrote it.',
  },
  'attempt.foreignSeed': {
    meaning: 'An attempt was not begun with the seed of the learner it names.',
    hint: 'Check the salt of the class, and whose file it is.',
  },
  'attempt.otherAnchor': {
    meaning: 'A log does not pass through a code that the trainer noted.',
    hint: 'Look whether the code was copied rightly; otherwise the log was changed afterwards.',
  },
  'attempt.otherEngine': {
    meaning: 'An attempt was made under other rules of the simulation.',
    hint: 'Mark it with the version it was made with.',
  },
  'attempt.otherLab': {
    meaning: 'An attempt is for another lab, another revision, or a changed copy.',
    hint: 'Mark it with the very lab it was made with.',
  },
  'balancer.adminUnchanged': {
    meaning: 'The state a person gives a pool member is the one it has.',
    hint: 'Nothing needs to be done.',
  },
  'balancer.basicPool': {
    meaning: 'Machines of different sets were to stand in the pool of a Basic balancer.',
    hint: 'Put them into one set, or use a Standard balancer.',
  },
  'balancer.httpsNeedsStandard': {
    meaning: 'A Basic balancer was to probe over HTTPS.',
    hint: 'Probe over HTTP, or use a Standard balancer.',
  },
  'balancer.idleOutOfRange': {
    meaning: 'An idle timeout outside the 4 to 30 minutes of the service.',
    hint: 'Use 4m to 30m.',
  },
  'balancer.probePathUnused': {
    meaning: 'A TCP probe was given a path, which it cannot ask for.',
    hint: 'Leave the path out, or probe over HTTP.',
  },
  'balancer.probePortBarred': {
    meaning: 'The service sends no HTTP probe to this port.',
    hint: 'Use another port, or TCP.',
  },
  'balancer.skuMixed': {
    meaning: 'A machine was to stand behind a Basic and a Standard balancer at once.',
    hint: 'Use balancers of one kind.',
  },
  'cli.badValue': {
    meaning: 'An option was given a word it does not know.',
    hint: 'Choose one of the words the help lists.',
  },
  'cron.invalid': {
    meaning: 'A text is not a cron line.',
    hint: 'Write minute, hour, day of month, month and day of week.',
  },
  'cron.never': {
    meaning: 'A cron line waits for a day that none of its months has.',
    hint: 'Choose a day that one of the months has.',
  },
  'disk.burstingUnfit': {
    meaning: 'A disk was to burst on demand that cannot.',
    hint: 'Use a premium tier from P30 on, or leave bursting off.',
  },
  'disk.busy': {
    meaning: 'A disk that is being made or changed was to be used.',
    hint: 'Wait until it is ready.',
  },
  'disk.cachingUnfit': {
    meaning: 'A disk was to be cached where size, kind or capacity do not allow it.',
    hint: 'Leave the caching at none.',
  },
  'disk.needsDeallocated': {
    meaning: 'A change of a disk needs its machine deallocated.',
    hint: 'Deallocate the machine, or detach a data disk.',
  },
  'disk.notAttached': {
    meaning: 'A disk no machine uses was to be detached or cached.',
    hint: 'Attach it first.',
  },
  'disk.nothingSaid': {
    meaning: 'A change of a disk named nothing to change.',
    hint: 'Say size, tier, caching or bursting.',
  },
  'disk.osDisk': {
    meaning: 'An OS disk was to be attached or detached.',
    hint: 'Only data disks come and go.',
  },
  'disk.osTooLarge': {
    meaning: 'An OS disk was to be larger than the service starts from (4,095 GiB).',
    hint: 'Put the data on data disks.',
  },
  'disk.premiumSize': {
    meaning: 'A premium disk was to hang on a size without premium storage.',
    hint: 'Choose a size with an s in its name, or an E or S tier.',
  },
  'disk.shrink': {
    meaning: 'A disk was to become smaller.',
    hint: 'Make a smaller disk and copy the data over.',
  },
  'disk.tierTooSmall': {
    meaning: 'A disk was to be billed as a tier that is smaller than the disk.',
    hint: 'Choose a larger tier, or leave the tier out.',
  },
  'dnsProfile.endpointTwice': {
    meaning: 'A name was given the same balancer twice.',
    hint: 'Name each balancer once.',
  },
  'dnsProfile.privateAnswer': {
    meaning: 'A name is to answer with a private frontend.',
    hint: 'Answer with a public one.',
  },
  'dnsProfile.homeMissing': {
    meaning: 'The balancer of a service is not among the answers of its name.',
    hint: 'Name it too.',
  },
  'dnsProfile.lastEndpoint': {
    meaning: 'The last answer of a name was to be switched off.',
    hint: 'Switch another one on first.',
  },
  'dnsProfile.noEndpoint': {
    meaning: 'A balancer that is no answer of the name was to be switched.',
    hint: 'Choose one of its balancers.',
  },
  'dnsProfile.notFound': {
    meaning: 'There is no such name of a service.',
    hint: 'Check the name; the refusal lists close ones.',
  },
  'dnsProfile.probeTooFast': {
    meaning: 'A name checks its balancers every 10 s at most.',
    hint: 'Use 10s or more.',
  },
  'dnsProfile.serviceTaken': {
    meaning: 'The service is found by another name already.',
    hint: 'Change that one, or remove it first.',
  },
  'event.alreadyAnnounced': {
    meaning: 'A machine that has a scheduled event before it was to get another one.',
    hint: 'Wait until that one is over, or cancel it.',
  },
  'event.notFound': {
    meaning: 'There is no scheduled event of this name.',
    hint: 'It may be over; look at the list of events.',
  },
  'event.noticeTooShort': {
    meaning: 'Less notice than the least of its type was to be given.',
    hint: 'Give at least as many minutes as the refusal says.',
  },
  'event.ofScaleSet': {
    meaning: 'An eviction or deletion that a scale set announced was to be taken back.',
    hint: 'Approve it, or let the set grow again.',
  },
  'event.ofWave': {
    meaning: 'An event that a maintenance announced was to be cancelled by itself.',
    hint: 'Cancel the maintenance.',
  },
  'event.started': {
    meaning: 'An event that has begun was to be approved or cancelled.',
    hint: 'Wait until it is over.',
  },
  'event.targetNotFound': {
    meaning: 'There is no machine, host, rack or set of this name to announce an event for.',
    hint: 'Check the name; the refusal lists close ones.',
  },
  'fault.alreadyThere': {
    meaning: 'A fault of this kind is on its target already.',
    hint: 'Clear it first, or choose another target.',
  },
  'fault.amountOutOfRange': {
    meaning: 'The figure of a fault is outside the bounds of its kind.',
    hint: 'Choose a figure inside the bounds.',
  },
  'fault.amountUnused': {
    meaning: 'A figure was given to a kind of fault that has none.',
    hint: 'Leave the amount out.',
  },
  'fault.everyTooShort': {
    meaning: 'A fault was to come again before it is over, or without an end.',
    hint: 'Let it last shorter than the time between two beginnings.',
  },
  'fault.nobodyHit': {
    meaning: 'A fault would hit no machine.',
    hint: 'Check the target.',
  },
  'fault.notThere': {
    meaning: 'Nothing of that kind is wrong with the target.',
    hint: 'Look at the list of faults; a cut part is restored instead.',
  },
  'fault.otherUnused': {
    meaning: 'A far side was given to a fault that has one end only.',
    hint: 'Leave it out, or make it a partition.',
  },
  'fault.sameParts': {
    meaning: 'A partition was to stand between a part and itself.',
    hint: 'Name two different parts.',
  },
  'fault.timesWithoutEvery': {
    meaning: 'A number of times was given without how often.',
    hint: 'Say how often, or leave the number out.',
  },
  'fault.tooMany': {
    meaning: 'There are as many faults as there may be.',
    hint: 'Clear some first.',
  },
  'fault.tooShort': {
    meaning: 'A fault was to last no time, or one that happens in a moment was to last.',
    hint: 'Give it a length, or leave the length out.',
  },
  'fault.wrongTarget': {
    meaning: 'This kind of fault cannot happen to such a part.',
    hint: 'Choose one of the parts the refusal lists.',
  },
  'guest.down': {
    meaning: 'The operating system does not run, so nothing can be done inside it.',
    hint: 'Start the host or machine first.',
  },
  'guest.hypervisor': {
    meaning: 'A hypervisor holds machines and no applications.',
    hint: 'Name a machine on it, or a host with an operating system.',
  },
  'guest.notFound': {
    meaning: 'There is no host or machine of this name.',
    hint: 'Check the name; the refusal lists close ones.',
  },
  'hook.alreadyThere': {
    meaning: 'A part that prepares for events already was to get a second hook.',
    hint: 'Remove the first one.',
  },
  'hook.notFound': {
    meaning: 'There is no drain hook of this name.',
    hint: 'Look at the list of hooks.',
  },
  'hook.targetNotFound': {
    meaning: 'There is no machine, set or balancer of this name that could prepare for events.',
    hint: 'Check the name; the refusal lists close ones.',
  },
  'host.hasApplications': {
    meaning: 'Applications are installed on the hardware of the host.',
    hint: 'Remove them first.',
  },
  'hypervisor.absent': {
    meaning: 'A host without a hypervisor was to lose or change one.',
    hint: 'Install one first.',
  },
  'hypervisor.hostedSwap': {
    meaning: 'Memory was to be swapped by a hypervisor that runs in an operating system.',
    hint: 'Promise memory once, or use a hypervisor on the hardware.',
  },
  'hypervisor.memoryShort': {
    meaning: 'A hypervisor would keep back all cores or all memory of its host.',
    hint: 'Keep back less.',
  },
  'hypervisor.present': {
    meaning: 'A host with a hypervisor was to get one.',
    hint: 'Change it, or remove it first.',
  },
  'hypervisor.promisedMore': {
    meaning: 'A hypervisor would offer less than it has promised to machines.',
    hint: 'Deallocate or move machines first.',
  },
  'hypervisor.swapNeedsPolicy': {
    meaning: 'More memory than there is was to be promised without swapping.',
    hint: 'Let it swap, or promise no more than there is.',
  },
  'nested.bound': {
    meaning: 'A machine inside another one was to be moved, placed or given other disks by itself.',
    hint: 'Do it to the machine around it.',
  },
  'nested.inUse': {
    meaning: 'A machine was to lose its hypervisor while machines are inside it.',
    hint: 'Delete the machines inside it first.',
  },
  'nested.instance': {
    meaning: 'A hypervisor was to be installed in an instance of a scale set.',
    hint: 'Use a machine of its own.',
  },
  'nested.outerDown': {
    meaning: 'Something was to start inside a machine that does not run.',
    hint: 'Start the machine around it first.',
  },
  'nested.outerShort': {
    meaning: 'The hypervisor in a machine has too few cores or too little memory left.',
    hint: 'Use a smaller size, or resize the machine around it.',
  },
  'nested.tooDeep': {
    meaning: 'A hypervisor was to be installed in a machine that is inside another one.',
    hint: 'Install it in a machine that stands on a host.',
  },
  'nested.unsupported': {
    meaning: 'The size of a machine does not hand hardware virtualization on.',
    hint: 'Use a size that allows nested virtualization.',
  },
  'marks.invalid': {
    meaning: 'What a trainer gave by hand cannot be read, or does not fit labs and class.',
    hint: 'Write id,check,points,note, one check of a learner a line.',
  },
  'attempt.tooHeavy': {
    meaning: 'An attempt could not be run again within what a mark may take.',
    hint: 'Look at what it runs, alone.',
  },
  'lab.attemptsUsed': {
    meaning: 'A lab allows only so many attempts in this mode, and all were made.',
    hint: 'Practise it, or ask your trainer.',
  },
  'lab.badAnswer': {
    meaning: 'An answer has not the form its question asks for.',
    hint: 'Answer as the question says.',
  },
  'lab.badExpression': {
    meaning: 'An expression of a lab cannot be read or has no value.',
    hint: 'Correct the expression; the refusal lists what may be used.',
  },
  'lab.badSelector': {
    meaning: 'A selector of a lab does not say which things are meant.',
    hint: 'Write a kind, a name if wanted, and conditions.',
  },
  'lab.badSteps': {
    meaning: 'Written steps cannot be played.',
    hint: 'Order them by time, each a command, an answer or a hint.',
  },
  'lab.closed': {
    meaning: 'A question, a hint or an attempt takes nothing any more.',
    hint: 'Go on with the next task.',
  },
  'lab.guarded': {
    meaning: 'A check waits for another that is not passed yet.',
    hint: 'Do that first.',
  },
  'lab.idTaken': {
    meaning: 'A lab that was sent has the id of one that came with the program.',
    hint: 'Ask whoever made it to give it an id of its own.',
  },
  'lab.invalid': {
    meaning: 'A file is no lab, key, attempt or list of steps this program reads.',
    hint: 'Check it against its schema.',
  },
  'lab.locked': {
    meaning: 'The lab keeps the learner from carrying out this command.',
    hint: 'Solve it with what is yours.',
  },
  'lab.noDraw': {
    meaning: 'No values of the variables meet what a lab requires.',
    hint: 'Widen the variables, or loosen the requirement.',
  },
  'lab.noSolution': {
    meaning: 'Nobody says what the right answer to a question is.',
    hint: 'Give the key of the lab.',
  },
  'lab.nothingMeasured': {
    meaning: 'The experiment a prediction is about measures nothing in the room it was made in.',
    hint: 'Look at the experiment, and at what it aims at.',
  },
  'lab.noValue': {
    meaning: 'A measure has no value in the room.',
    hint: 'Let some time pass.',
  },
  'lab.newerFormat': {
    meaning: 'A file of a lab is written in a newer version of its format.',
    hint: 'Open it with a newer Racklab.',
  },
  'lab.notAllowed': {
    meaning: 'The mode of the attempt does not allow this.',
    hint: 'Practise the lab to use it.',
  },
  'lab.notFound': {
    meaning: 'There is no lab of this name.',
    hint: 'Choose one from the list.',
  },
  'author.changed': {
    meaning: 'A file of a lab was changed by another hand since it was read.',
    hint: 'Read it again; what was written is still in the editor.',
  },
  'author.writeFailed': {
    meaning: 'A file of a lab could not be written.',
    hint: 'Check the free space and the permissions of the folder.',
  },
  'author.notTryOut': {
    meaning: "What is open is no try-out of a lab of one's own.",
    hint: "Begin a try-out from the author's desk.",
  },
  'author.nothingPlayed': {
    meaning: 'Nothing was decided or answered in the try-out that is to be kept.',
    hint: 'Play the way to be kept first.',
  },
  'author.failsNothing': {
    meaning: 'A near miss names no check that must fail.',
    hint: 'Name the check that such an attempt fails.',
  },
  'author.nameTaken': {
    meaning: 'The key has another attempt of this name.',
    hint: 'Choose another name.',
  },
  'lab.notKept': {
    meaning: 'The folder of labs that were sent could not be changed.',
    hint: 'Check that the disk has room and may be written.',
  },
  'lab.notOpen': {
    meaning: 'No attempt at a lab is open.',
    hint: 'Open a lab first.',
  },
  'experiment.badCommand': {
    meaning: 'A decision of an experiment is no command.',
    hint: 'Write it as in the actions of a scenario.',
  },
  'experiment.invalid': {
    meaning: 'An experiment says something that no room could do.',
    hint: 'Correct what is named.',
  },
  'experiment.nameTaken': {
    meaning: 'The document has an experiment of this name.',
    hint: 'Give it another name, or change the one there is.',
  },
  'experiment.nothingAimedAt': {
    meaning: 'An experiment wants something to fail that the room has not.',
    hint: 'Check the selector, and that what it means was not removed.',
  },
  'experiment.notFound': {
    meaning: 'There is no experiment of this name.',
    hint: 'Name one of those there are.',
  },
  'experiment.tooMany': {
    meaning: 'The document has as many experiments as it can have.',
    hint: 'Remove one that is not needed any more.',
  },
  'experiment.tooLong': {
    meaning: 'An experiment would take more simulated time or events than it may.',
    hint: 'Shorten it, or pick fewer cases.',
  },
  'experiment.tooManyCases': {
    meaning: 'An experiment would have too many cases.',
    hint: 'Pick one or all of a kind instead of each.',
  },
  'lab.notSteady': {
    meaning: 'The room of an experiment is not healthy before any fault.',
    hint: 'Bring the service up first.',
  },
  'lab.nothingToCut': {
    meaning: 'An experiment wants to cut something the room has not.',
    hint: 'Check the selector and the locks.',
  },
  'lab.otherSeal': {
    meaning: 'The surprise of a key is not the one the lab is bound to.',
    hint: 'Use the key of this revision.',
  },
  'lab.tooMany': {
    meaning: 'As many labs of others as are kept were received already.',
    hint: 'Remove one from the shelf first.',
  },
  'lab.timeUp': {
    meaning: 'The time of an attempt is over.',
    hint: 'Hand in the attempt.',
  },
  'lab.tooManyCases': {
    meaning: 'An experiment or a search would take too many cases.',
    hint: 'Pick one or all of a kind instead of each.',
  },
  'lab.unanswered': {
    meaning: 'A question has no answer yet.',
    hint: 'Answer it, then check again.',
  },
  'lab.unreadable': {
    meaning: 'A file of a lab is missing, too large, or no plain text.',
    hint: 'Check the path, and that the file belongs to the lab.',
  },
  'network.badRange': {
    meaning: 'What was given as a range of addresses is none.',
    hint: 'Write one such as 10.1.0.0/16.',
  },
  'network.inUse': {
    meaning: 'A network with subnets was to be removed.',
    hint: 'Remove its subnets first.',
  },
  'network.notFound': {
    meaning: 'There is no virtual network of this name.',
    hint: 'Check the name; the refusal lists close ones.',
  },
  'network.rangesOverlap': {
    meaning: 'Two ranges of one network share addresses.',
    hint: 'Leave one of them out, or choose another one.',
  },
  'nic.hasPublicIp': {
    meaning: 'The interface has a public address already.',
    hint: 'Detach that one first.',
  },
  'nic.last': {
    meaning: 'The interface a machine speaks through was to be taken from it.',
    hint: 'Delete the machine instead.',
  },
  'nic.notAttached': {
    meaning: 'An interface no machine has was to be taken from one.',
    hint: 'Delete it, or attach it to a machine.',
  },
  'nic.otherNetwork': {
    meaning: 'The interfaces of a machine would be in two virtual networks.',
    hint: 'Use an interface in the same network.',
  },
  'nic.tooMany': {
    meaning: 'The machine has as many network interfaces as its size takes.',
    hint: 'Use a larger size, or detach one.',
  },
  'platform.nothingSaid': {
    meaning: 'The reactions of the platform were to be set, and none was named.',
    hint: 'Say how it heals, migrates or places machines, or how much memory they write.',
  },
  'publicIp.inUse': {
    meaning: 'A public address that an interface has was to be given away or up.',
    hint: 'Detach it first.',
  },
  'publicIp.notAttached': {
    meaning: 'A public address nobody has was to be taken away.',
    hint: 'Attach it to an interface, or remove it.',
  },
  'publicIp.notFound': {
    meaning: 'There is no public address of this name.',
    hint: 'Check the name; the refusal lists close ones.',
  },
  'quota.familyNotFound': {
    meaning: 'The catalogue has no vCPU quota of this name.',
    hint: 'Choose one of the catalogue, cores or lowPriorityCores.',
  },
  'quota.notFound': {
    meaning: 'There is no quota of this name.',
    hint: 'Check the name; the refusal lists close ones.',
  },
  'resize.same': {
    meaning: 'A machine was to be resized to the size it has.',
    hint: 'Choose another size.',
  },
  'resize.tempDisk': {
    meaning: 'A machine was to go from a size with a temporary disk to one without, or back.',
    hint: 'Choose a size of the same kind, or make the machine again.',
  },
  'resource.notFound': {
    meaning: 'No resource that carries tags has this name.',
    hint: 'Check the name; the refusal lists close ones.',
  },
  'roster.invalid': {
    meaning: 'A roster has no ids, an id twice, or is no table.',
    hint: 'Write id,name,group in the first line.',
  },
  'roster.nothingIn': {
    meaning: 'A learner of the roster handed in nothing that can be marked.',
    hint: 'Ask for the file.',
  },
  'securityGroup.badAddress': {
    meaning: 'Source or destination of a rule is no address, range or service tag.',
    hint: 'Write *, 10.1.0.0/24, VirtualNetwork, Internet or AzureLoadBalancer.',
  },
  'securityGroup.badPorts': {
    meaning: 'Ports of a rule do not exist or are no list of ports.',
    hint: 'Write ports and ranges such as 80,443,8000-8010, or *.',
  },
  'securityGroup.defaultRule': {
    meaning: 'A default rule was to be removed.',
    hint: 'Put a rule with a priority up to 4096 before it.',
  },
  'securityGroup.guardsWhat': {
    meaning: 'Neither or both of a subnet and an interface were named.',
    hint: 'Name exactly one of them.',
  },
  'securityGroup.inUse': {
    meaning: 'A group that guards something was to be removed.',
    hint: 'Detach it first.',
  },
  'securityGroup.notAttached': {
    meaning: 'No security group guards what was named.',
    hint: 'Attach one first; without one everything is open.',
  },
  'securityGroup.notFound': {
    meaning: 'There is no security group of this name.',
    hint: 'Check the name; the refusal lists close ones.',
  },
  'securityGroup.priorityTaken': {
    meaning: 'Another rule of the same direction has this priority.',
    hint: 'Give it another priority; lower numbers are read first.',
  },
  'securityGroup.ruleNotFound': {
    meaning: 'The group has no rule of this name.',
    hint: 'Check the name.',
  },
  'securityGroup.ruleTwice': {
    meaning: 'Two rules of one group have one name.',
    hint: 'Give one of them another name.',
  },
  'securityGroup.tooManyRules': {
    meaning: 'The group has as many rules as it may.',
    hint: 'Join ranges of addresses or ports in one rule.',
  },
  'service.portMismatch': {
    meaning: 'A service listens on another port than the one the rule before it sends to.',
    hint: 'Use the port of the rule.',
  },
  'service.needNotFound': {
    meaning: 'A service was to need something that is not there.',
    hint: 'Check the name: a machine, a balancer or a service.',
  },
  'spot.noticed': {
    meaning: 'A spot machine that was told already was to be evicted.',
    hint: 'Wait until its notice is over.',
  },
  'spot.withReservation': {
    meaning: 'A machine was to be spot and to use a reservation.',
    hint: 'Leave one of the two out.',
  },
  'spot.withSet': {
    meaning: 'A machine was to be spot and in an availability set.',
    hint: 'Leave one of the two out.',
  },
  'subnet.full': {
    meaning: 'Every address of the subnet is given out.',
    hint: 'Use another subnet, or delete interfaces nobody uses.',
  },
  'subnet.inUse': {
    meaning: 'A subnet in which somebody has an address was to be removed.',
    hint: 'Delete those interfaces first.',
  },
  'subnet.notFound': {
    meaning: 'There is no subnet of this name.',
    hint: 'Check the name; the refusal lists close ones.',
  },
  'subnet.outsideNetwork': {
    meaning: 'A subnet would lie outside the ranges of its network.',
    hint: 'Choose a part of those ranges.',
  },
  'subnet.overlaps': {
    meaning: 'A subnet would share addresses with another one.',
    hint: 'Choose a range that nobody has.',
  },
  'subnet.tooSmall': {
    meaning:
      'A subnet would leave no address beside the five that the service keeps, or be too large.',
    hint: 'Choose a range from /2 to /29.',
  },
  'task.nameTaken': {
    meaning: 'A task of this name is scheduled on the system, or it has as many as it can.',
    hint: 'Give it another name, or remove the other one.',
  },
  'task.noTime': {
    meaning: 'A run of the task would last no time.',
    hint: 'Give it a second or more.',
  },
  'task.notFound': {
    meaning: 'There is no task of this name on the system.',
    hint: 'Check the name.',
  },
  'vm.migrationBound': {
    meaning: 'A machine was to move where a promise made to it does not hold.',
    hint: 'Name a host in its datacenter, zone and fault domain.',
  },
  'vm.sameHost': {
    meaning: 'A machine was to move to the host it stands on.',
    hint: 'Name another host.',
  },
  'network.peerSelf': {
    meaning: 'A virtual network cannot be joined with itself.',
    hint: 'Name another network.',
  },
  'network.peered': {
    meaning: 'The two virtual networks are joined already.',
    hint: 'Nothing need be done.',
  },
  'network.peersOverlap': {
    meaning: 'Two virtual networks that share addresses cannot be joined.',
    hint: 'Give them ranges of their own.',
  },
  'network.notPeered': {
    meaning: 'The two virtual networks are not joined.',
    hint: 'Check the names.',
  },
  'webApp.notFound': {
    meaning: 'There is no web app of this name.',
    hint: 'Check the name; the refusal lists close ones.',
  },
  'webApp.tooManyInstances': {
    meaning: 'The tier of a web app has fewer instances.',
    hint: 'Ask for fewer, or choose a higher tier.',
  },
  'webApp.noAutoscale': {
    meaning: 'The tier of a web app does not scale by itself.',
    hint: 'Set its instances by hand, or choose a higher tier.',
  },
  'webApp.scaleBounds': {
    meaning: 'The bounds by which a web app would scale contradict each other.',
    hint: 'Let the least not exceed the most, and let it shrink well below where it grows.',
  },
  'webApp.scaledByItself': {
    meaning: 'A web app that scales by itself would not stay at a number set by hand.',
    hint: 'Change its bounds, or leave its number to yourself first.',
  },
  'webApp.inUse': {
    meaning: 'Something still runs on the web app to be deleted.',
    hint: 'Remove that first.',
  },
  'webPlan.notFound': {
    meaning: 'The catalogue has no web plan of this tier.',
    hint: 'Choose one that the refusal names.',
  },
  'comparison.noMachine': {
    meaning: 'No open load runs on a machine, so there is nothing to compare.',
    hint: 'Put the same application on a machine.',
  },
  'comparison.noWebApp': {
    meaning: 'No open load runs on a web app, so there is nothing to compare.',
    hint: 'Put the same application on a web app.',
  },
  'comparison.ambiguous': {
    meaning: 'Several uses could be compared and none was named.',
    hint: 'Say which one is meant.',
  },
  'workload.noGround': {
    meaning: 'A use names neither machines nor a web app, or both.',
    hint: 'Name one of them.',
  },
  'workload.webAppUnfit': {
    meaning: 'A use needs what a web app does not do: a disk, or another source than an open load.',
    hint: 'Put it on a machine.',
  },
  'workload.notFound': {
    meaning: 'There is no workload of this name.',
    hint: 'Check the name; the refusal lists close ones.',
  },
  'workload.noMachine': {
    meaning: 'The patterns of a workload match no machine.',
    hint: 'Check the names.',
  },
  'workload.sourceUnfit': {
    meaning: 'A field says where requests come from and does not belong to the kind of workload.',
    hint: 'Leave that out, or choose another kind.',
  },
  'workload.sourceMissing': {
    meaning: 'The kind of workload needs to be told where its requests come from.',
    hint: 'Give the field the refusal names.',
  },
  'workload.unbounded': {
    meaning: 'Requests need no processor time, or nothing bounds how many are worked on at once.',
    hint: 'Give processor time, and one of threads, connections and memory.',
  },
  'workload.flowUnfit': {
    meaning: 'Requests of users, and those that ask another workload, cannot be seen as a flow.',
    hint: 'Choose auto or requests.',
  },
  'workload.called': {
    meaning: 'Another workload asks the one to be removed.',
    hint: 'Remove that one first.',
  },
  'jumpbox.down': {
    meaning: 'The machine is managed through a jumpbox only, and none that leads to it runs.',
    hint: 'Start the jumpbox, or remove it.',
  },
  'vm.name': {
    meaning: 'A Windows machine was to get a name that its system cannot call itself.',
    hint: 'Use up to 15 characters, one of them a letter.',
  },
  'administrator.name': {
    meaning: 'The name of an administrator has signs or a length its system does not take.',
    hint: 'Use small letters and digits.',
  },
  'administrator.reserved': {
    meaning: 'The service keeps this name from administrators.',
    hint: 'Take another name, such as azureuser.',
  },
  'administrator.windowsKey': {
    meaning: 'The administrator of a Windows machine was to sign in with a key.',
    hint: 'Choose a password.',
  },
  'administrator.onDisk': {
    meaning: 'A disk that still holds the users of its original was to get another one.',
    hint: 'Leave the administrator out, or use a generalized image.',
  },
  'vm.notAllocated': {
    meaning: 'A machine that holds no host was to be moved to another one.',
    hint: 'Start it instead.',
  },
  'vm.notDeallocated': {
    meaning: 'A machine that holds a host was to get or lose a network interface.',
    hint: 'Deallocate it first.',
  },
  'vm.notFailed': {
    meaning: 'A machine whose last operation succeeded was to be applied again.',
    hint: 'Redeploy or restart it instead.',
  },
  'proximityGroup.notFound': {
    meaning: 'There is no proximity placement group of this name.',
    hint: 'Check the name; the refusal lists close ones.',
  },
  'proximityGroup.notEmpty': {
    meaning: 'A proximity placement group with members cannot be removed.',
    hint: 'Delete its members first.',
  },
  'proximityGroup.zoneNeedsSizes': {
    meaning: 'A zone was given to a proximity placement group without the sizes it is meant for.',
    hint: 'Name the sizes too, or leave the zone out.',
  },
  'hostGroup.notFound': {
    meaning: 'There is no host group of this name.',
    hint: 'Check the name; the refusal lists close ones.',
  },
  'hostGroup.notEmpty': {
    meaning: 'A host group with hosts or machines cannot be removed.',
    hint: 'Remove its machines and hosts first.',
  },
  'hostGroup.notAutomatic': {
    meaning: 'A machine named a host group that does not choose hosts, and no host of it.',
    hint: 'Name a dedicated host, or use a group with automatic placement.',
  },
  'hostGroup.withSet': {
    meaning: 'A machine was to be in an availability set and on a dedicated host.',
    hint: 'Leave one of the two out.',
  },
  'dedicatedHost.notFound': {
    meaning: 'There is no dedicated host of this name.',
    hint: 'Check the name; the refusal lists close ones.',
  },
  'dedicatedHost.inUse': {
    meaning: 'A dedicated host with machines cannot be given back.',
    hint: 'Move or delete its machines first.',
  },
  'dedicatedHost.sku': {
    meaning: 'The catalogue has no dedicated host of this kind.',
    hint: 'Choose one of those the refusal lists.',
  },
  'dedicatedHost.faultDomain': {
    meaning: 'A fault domain was named that the host group does not have.',
    hint: 'Choose one below its count, or leave it out.',
  },
  'dedicatedHost.noHost': {
    meaning: 'No drawn host is free for the host group.',
    hint: 'Add a host to the drawing, or empty one.',
  },
  'dedicatedHost.unfit': {
    meaning: 'A host was named that the host group cannot use.',
    hint: 'Choose another, or leave it out.',
  },
  'dedicatedHost.series': {
    meaning: 'The size is of another series than the dedicated hosts.',
    hint: 'Choose a size of their series, or add a host of this one.',
  },
  'dedicatedHost.only': {
    meaning: 'A machine was to stand on a host dedicated to a group it does not name.',
    hint: 'Name that host group, or another host.',
  },
  'reservation.notFound': {
    meaning: 'There is no capacity reservation of this name.',
    hint: 'Check the name; the refusal lists close ones.',
  },
  'reliability.noFigure': {
    meaning: 'The catalogue has no mean times for these parts, and the rule gives none.',
    hint: 'Give the mean time between failures and the mean time to repair.',
  },
  'reliability.noPart': {
    meaning: 'A rule of reliability would cover nothing.',
    hint: 'Add such a part first, or choose another kind.',
  },
  'reliability.notFound': {
    meaning: 'There is no such rule of reliability.',
    hint: 'Check the name.',
  },
  'reliability.ofOrParts': {
    meaning: 'A rule of reliability names a kind and parts, or neither.',
    hint: 'Give one of the two.',
  },
  'reliability.partNotFound': {
    meaning: 'A part that is to fail by itself is not there.',
    hint: 'Check the name.',
  },
  'reliability.tooMany': {
    meaning: 'There are too many rules of reliability.',
    hint: 'End one first.',
  },
  'reliability.tooShort': {
    meaning: 'A mean time is shorter than a second.',
    hint: 'Give longer ones.',
  },
  'reservation.inUse': {
    meaning: 'Machines use or name a reservation that was to shrink or go.',
    hint: 'Deallocate or delete them first.',
  },
  'reservation.mismatch': {
    meaning: 'A machine differs from the reservation it names in size or zone.',
    hint: 'Ask for that size and zone, or leave the reservation out.',
  },
  'reservation.withSet': {
    meaning: 'A machine was to be in an availability set and use a reservation.',
    hint: 'Leave one of the two out.',
  },
  'reservation.withProximity': {
    meaning: 'A machine was to be in a proximity placement group and use a reservation.',
    hint: 'Leave one of the two out.',
  },
  'reservation.withHostGroup': {
    meaning: 'A machine was to stand on a dedicated host and use a reservation.',
    hint: 'Leave one of the two out.',
  },
  'zone.inUse': {
    meaning: 'A rack with zonal machines or disks was to leave its zone.',
    hint: 'Move or delete those first.',
  },
  'zone.mismatch': {
    meaning: 'A host, storage unit or other part was named that stands outside the zone.',
    hint: 'Name one of the same zone, or leave one of the two out.',
  },
  'zone.notFound': {
    meaning: 'There is no zone of this name in the drawing.',
    hint: 'Check the name, or add the zone.',
  },
  'zone.withSet': {
    meaning: 'A machine was to join an availability set and a zone; the two exclude each other.',
    hint: 'Leave one of the two out.',
  },
  'autoscale.conflict': {
    meaning: 'A second autoscale setting was to act on a set; the service takes one.',
    hint: 'Replace the present setting under its own name, or remove it first.',
  },
  'autoscale.contradiction': {
    meaning: 'Two rules ask for more and for fewer instances at the same value.',
    hint: 'Put the threshold for scaling in well below the one for scaling out.',
  },
  'autoscale.cooldown': {
    meaning: 'The cooldown of a rule is shorter than the service allows.',
    hint: 'Use 1m or more.',
  },
  'autoscale.forecast': {
    meaning: 'A forecast or a warm-up has a time the service does not take, or no rule to act by.',
    hint: 'Look 5m to 60m ahead, and scale out on the average CPU.',
  },
  'autoscale.none': {
    meaning: 'A scale set without rules was asked to drop them.',
    hint: 'Nothing needs to be done.',
  },
  'autoscale.past': {
    meaning: 'The fixed date of a profile is over already.',
    hint: 'Choose a date that is still to come, or let the scenario start earlier.',
  },
  'autoscale.profile': {
    meaning: 'Two profiles of one setting have the same name.',
    hint: 'Give each a name of its own.',
  },
  'autoscale.range': {
    meaning: 'Minimum, default and maximum of a scale set are not in order.',
    hint: 'Let the minimum be the smallest and the maximum the largest.',
  },
  'autoscale.rules': {
    meaning: 'An autoscale setting has neither a rule nor a profile.',
    hint: 'Add one of them.',
  },
  'autoscale.schedule': {
    meaning: 'The days or dates of a profile say nothing, or cannot be.',
    hint: 'Give days and a time of day, or a date from one moment to a later one.',
  },
  'autoscale.timeZone': {
    meaning: 'A profile names a time zone that is not known.',
    hint: 'Choose one of the list.',
  },
  'autoscale.window': {
    meaning: 'The window of a rule is shorter or longer than the service allows.',
    hint: 'Use 5m to 12h.',
  },
  'calendar.invalid': {
    meaning: 'A text is no moment of the calendar.',
    hint: 'Write year, month, day, hour and minute as in 2026-03-31T18:30.',
  },
  'availabilitySet.full': {
    meaning: 'An availability set has as many members as one can have.',
    hint: 'Use a second set, or a scale set.',
  },
  'availabilitySet.notEmpty': {
    meaning: 'An availability set with members cannot be removed.',
    hint: 'Delete its members first, or make them again outside the set.',
  },
  'availabilitySet.notFound': {
    meaning: 'There is no availability set of this name.',
    hint: 'Check the name; the refusal lists close ones.',
  },
  'balancer.alreadyMember': {
    meaning: 'A machine was put into a pool it is in already.',
    hint: 'Nothing needs to be done.',
  },
  'balancer.basicZone': {
    meaning: 'A basic balancer was to have its frontend in a zone.',
    hint: 'Make it a standard one, or leave the zone out.',
  },
  'balancer.isRule': {
    meaning: 'A command on a balancer names one of its rules.',
    hint: 'Name the balancer, or change the rule.',
  },
  'balancer.notRule': {
    meaning: 'A command on a rule of a balancer names a balancer.',
    hint: 'Name one of its rules.',
  },
  'balancerFrontend.inUse': {
    meaning: 'A frontend is to be removed under which a rule listens.',
    hint: 'Move or remove the rule first.',
  },
  'balancerFrontend.notFound': {
    meaning: 'The balancer has no frontend of this name beside its own.',
    hint: 'Choose one it has, or add one.',
  },
  'balancerFrontend.subnet': {
    meaning: 'A private frontend without a subnet, or a public one with a private address.',
    hint: 'Name a subnet for a private one, and none for a public one.',
  },
  'balancerProbe.inUse': {
    meaning: 'A probe is to be removed by which a rule asks.',
    hint: 'Let the rule ask by another one first.',
  },
  'balancerProbe.notFound': {
    meaning: 'The balancer has no probe of this name beside its own.',
    hint: 'Choose one it has, or set one.',
  },
  'balancerRule.backendConflict': {
    meaning: 'Two rules of a balancer send to one port of one pool.',
    hint: 'Send to another port, or use another pool.',
  },
  'balancerRule.conflict': {
    meaning: 'Two rules of a balancer take one port of one frontend.',
    hint: 'Use another port or another frontend.',
  },
  'balancer.inUse': {
    meaning: 'A balancer or rule is to be removed that a service or a name still uses.',
    hint: 'Remove those first.',
  },
  'balancer.taken': {
    meaning: 'A balancer serves one service, and this one has its service.',
    hint: 'Choose another balancer, or create one.',
  },
  'balancer.notFound': {
    meaning: 'There is no load balancer of this name.',
    hint: 'Check the name; the refusal lists close ones.',
  },
  'balancer.notMember': {
    meaning: 'A machine was taken out of a pool it is not in.',
    hint: 'Look at the pool in the inspector of the balancer.',
  },
  'balancer.probeTooFast': {
    meaning: 'A probe interval is shorter than the service allows.',
    hint: 'Use 5s or more.',
  },
  'application.alreadyBroken': {
    meaning: 'The application of the machine is broken in this way already.',
    hint: 'Mend it first, or break it in another way.',
  },
  'application.notBroken': {
    meaning: 'An application that is not broken was to be mended.',
    hint: 'Look at the machine and at what it depends on.',
  },
  'batch.noMachine': {
    meaning: 'The patterns of a batch match no machine.',
    hint: 'Check the names.',
  },
  'batch.tooManyJobs': {
    meaning: 'The lab keeps a record of every job and has no room for this many more.',
    hint: 'Submit fewer jobs.',
  },
  'build.unchanged': {
    meaning: 'A version was to be deployed on a machine that runs it already.',
    hint: 'Deploy another version.',
  },
  'catalogue.invalid': {
    meaning: 'A catalogue file does not fit its schema, or its figures contradict each other.',
    hint: 'Correct the value at the place named, or use the catalogue that came with Racklab.',
  },
  'catalogue.newerFormat': {
    meaning: 'A catalogue was written in a format newer than this program reads.',
    hint: 'Open it with a newer Racklab.',
  },
  'catalogue.notFound': {
    meaning: 'There is no catalogue of this id in the catalogue folder.',
    hint: 'Use an id of the catalogues that came with Racklab.',
  },
  'catalogue.notOurFile': {
    meaning: 'A file in the catalogue folder is not a catalogue.',
    hint: 'Restore the file that came with Racklab.',
  },
  'catalogue.tooLarge': {
    meaning: 'A catalogue file is larger than any catalogue can be.',
    hint: 'Restore the file that came with Racklab.',
  },
  'catalogue.unreadable': {
    meaning: 'A catalogue file cannot be read, or is no text.',
    hint: 'Check that the file exists and may be read.',
  },
  'cli.fileExists': {
    meaning: 'A file would be written over another one.',
    hint: 'Choose another name, or write --force to replace it.',
  },
  'cli.fileNotFound': {
    meaning: 'There is nothing at the path of an operand.',
    hint: 'Check the path; it is taken from the folder you are in.',
  },
  'cli.fileTooLarge': {
    meaning: 'A file is larger than what is read at most.',
    hint: 'Write repetition once ("count", "each"), or split the scenario.',
  },
  'cli.fileUnreadable': {
    meaning: 'A file is there and cannot be read.',
    hint: 'Check what it is and that you may read it.',
  },
  'cli.missingOperand': {
    meaning: 'A command was given too few operands.',
    hint: 'Look at its usage: racklab COMMAND --help.',
  },
  'cli.missingValue': {
    meaning: 'An option that needs a value was given none.',
    hint: 'Write the value after the option.',
  },
  'cli.notANumber': {
    meaning: 'The value of an option is no whole number in its range.',
    hint: 'Write a number in the range named.',
  },
  'cli.nothingShared': {
    meaning: 'Two designs that are compared have no service in common.',
    hint: 'Give the service the same group and name in both.',
  },
  'cli.notText': {
    meaning: 'A file is not text in UTF-8.',
    hint: 'Save it as UTF-8, or check that it is the file you meant.',
  },
  'cli.tooManyOperands': {
    meaning: 'A command was given more operands than it knows.',
    hint: 'Look at its usage: racklab COMMAND --help.',
  },
  'cli.unexpectedValue': {
    meaning: 'A switch was given a value.',
    hint: 'Write the switch alone.',
  },
  'cli.unknownCommand': {
    meaning: 'There is no command of this name.',
    hint: 'racklab --help lists the commands.',
  },
  'cli.unknownOption': {
    meaning: 'A command has no option of this name.',
    hint: 'The refusal names the nearest; racklab COMMAND --help lists all.',
  },
  'cli.writeFailed': {
    meaning: 'A file could not be written; what was there is still there.',
    hint: 'Check that the folder exists, that you may write there, and that the disk has room.',
  },
  'cluster.notEmpty': {
    meaning: 'A cluster with racks cannot be removed.',
    hint: 'Move its racks to another cluster, or remove them.',
  },
  'cluster.notFound': {
    meaning: 'There is no cluster of this name.',
    hint: 'Check the name; the refusal lists close ones.',
  },
  'cord.deviceNotFound': {
    meaning: 'A cord was asked for on something that is neither a host nor a switch.',
    hint: 'Name a host or a switch, such as host:r1-h1.',
  },
  'cord.exists': {
    meaning: 'A device is plugged into this PDU already.',
    hint: 'Choose another PDU; a second cord to the same one protects from nothing.',
  },
  'cord.notFound': {
    meaning: 'A device is not plugged into this PDU.',
    hint: 'Look at its cords in the inspector.',
  },
  'cord.tooMany': {
    meaning: 'A device has as many cords as it can have.',
    hint: 'Unplug one first.',
  },
  'disk.zrsTier': {
    meaning: 'A kind of disk that is kept in one place only was asked for in three zones.',
    hint: 'Choose a P or E tier, or keep the disk in one place.',
  },
  'disk.zrsZones': {
    meaning: 'A zone-redundant disk was asked for where there are fewer than three zones.',
    hint: 'Add zones, or keep the disk in one place.',
  },
  'disk.inUse': {
    meaning: 'A disk that belongs to a machine cannot be deleted.',
    hint: 'Delete the machine first.',
  },
  'disk.notFound': {
    meaning: 'There is no disk of this name.',
    hint: 'Check the name; the refusal lists close ones.',
  },
  'disk.tooMany': {
    meaning: 'A machine was asked for with more data disks than its size takes.',
    hint: 'Ask for fewer disks or a larger size.',
  },
  'document.continued': {
    meaning:
      'A document of other engine rules was continued from a keyframe, on a branch of its own.',
    hint: 'Go on from there, or open it with the version that made it.',
  },
  'document.diverged': {
    meaning:
      'Running the journal again missed a recorded place, or a recorded decision was refused.',
    hint: 'Keep the document; export it with the version of Racklab that made it, or open a copy.',
  },
  'document.openingCancelled': {
    meaning: 'The opening of a document was given up by who asked for it; nothing has changed.',
    hint: 'Open it again, or another.',
  },
  'document.notOpen': {
    meaning: 'A call or stream needs an open document and there is none.',
    hint: 'Open a document, or make one from a template.',
  },
  'document.otherBehaviour': {
    meaning: 'A document was made under other engine rules and no keyframe of it can be read.',
    hint: 'Open it with the version that made it, and export the room as a scenario file.',
  },
  'duration.invalid': {
    meaning: 'A text is not a duration in either of the two forms, or is out of range.',
    hint: 'Write it like 24h, 1h30m, 90s, 250ms or PT1H30M.',
  },
  'fault.alreadyCut': {
    meaning: 'A part that is cut was to be cut again.',
    hint: 'Restore it first, or choose another part.',
  },
  'fault.notCut': {
    meaning: 'A part that is neither cut nor tripped was to be restored.',
    hint: 'If it is dark, its cause is elsewhere: ask why.',
  },
  'fault.targetNotFound': {
    meaning: 'There is no part of this name that can fail.',
    hint: 'Check the name; the refusal lists close ones.',
  },
  'file.unreadable': {
    meaning: 'A file that a person chose cannot be read, is no text, or is too large.',
    hint: 'Check that the file exists, may be read and is a scenario file.',
  },
  'file.unwritable': {
    meaning: 'A file cannot be written where a person wanted it.',
    hint: 'Choose another place, or free some space there.',
  },
  'group.ambiguous': {
    meaning: 'Several resource groups exist and none was named.',
    hint: 'Say which one.',
  },
  'group.notEmpty': {
    meaning: 'A resource group with resources cannot be removed.',
    hint: 'Delete what is in it first.',
  },
  'group.notFound': {
    meaning: 'There is no resource group of this name, or none at all.',
    hint: 'Check the name, or add a group first.',
  },
  'history.beyondTip': {
    meaning: 'A rewind asked for a moment that was never simulated on this branch.',
    hint: 'Run until that time instead.',
  },
  'history.branchHasChildren': {
    meaning: 'Other branches began on the one that is to be dropped.',
    hint: 'Drop those first.',
  },
  'history.branchInUse': {
    meaning: 'The branch to be dropped is the present one.',
    hint: 'Change to another branch first.',
  },
  'history.branchNotFound': {
    meaning: 'There is no branch with this id.',
    hint: 'Choose one of the branches there are.',
  },
  'history.branchesFull': {
    meaning: 'A change in the past needs a branch, and there are as many as there may be.',
    hint: 'Continue at the end of a branch, or export the room and import it as a new document.',
  },
  'history.entryElsewhere': {
    meaning: 'A decision is not on the branch in use: it was undone, or made on another one.',
    hint: 'Change to the branch it was made on, or choose another decision.',
  },
  'history.entryNotFound': {
    meaning: 'The history has no decision with this number.',
    hint: 'Choose one from the list of decisions.',
  },
  'history.full': {
    meaning: 'A document holds as many decisions as it can carry.',
    hint: 'Export the room as it is now and import the file as a new document.',
  },
  'history.noWay': {
    meaning: 'No readable keyframe leads to a moment that cannot be run from the start.',
    hint: 'Choose a later moment of this branch.',
  },
  'history.nothingToCompare': {
    meaning: 'Two branches have no time in common since they parted.',
    hint: 'Run both on for a while.',
  },
  'history.nothingToRedo': {
    meaning: 'Nothing was undone at this moment.',
    hint: 'What was undone earlier stays in the history; give the command again.',
  },
  'history.nothingToUndo': {
    meaning: 'Nothing has been changed on this branch yet.',
    hint: 'Change something first; undo then takes it back at the same moment.',
  },
  'history.otherBehaviour': {
    meaning: 'A moment or branch was simulated under other engine rules and cannot be run again.',
    hint: 'Choose a moment or branch that was made since.',
  },
  'history.sameBranch': {
    meaning: 'A branch is to be compared with itself.',
    hint: 'Choose two different ones.',
  },
  'history.timePassed': {
    meaning: 'Simulated time has passed since the last decision, and undo does not undo time.',
    hint: 'Go back to before it, or take it back with the opposite command.',
  },
  'host.down': {
    meaning: 'A host that is down, booting or without network cannot start a machine.',
    hint: 'Restore what it lost, or choose another host.',
  },
  'host.inUse': {
    meaning: 'A host that holds machines cannot be changed or removed.',
    hint: 'Deallocate or delete its machines first.',
  },
  'host.incomplete': {
    meaning: 'A host was asked for without a model and without cores or memory.',
    hint: 'Name a model of the catalogue, or give cores and memory.',
  },
  'host.noHypervisor': {
    meaning: 'A host that runs an operating system directly cannot hold machines.',
    hint: 'Make it a hypervisor first, or choose another host.',
  },
  'host.notFound': {
    meaning: 'There is no host of this name.',
    hint: 'Check the name; the refusal lists close ones.',
  },
  'host.pageMissing': {
    meaning: 'The built screen is not where the host looks for it.',
    hint: 'Run `npm run build`, or reinstall Racklab.',
  },
  'host.workspaceStopped': {
    meaning: 'The thread of the workspace ended without being asked to; a report was written.',
    hint: 'Every acknowledged change is on disk: open the document again.',
  },
  'id.invalid': {
    meaning: 'A text does not have the form of an id.',
    hint: 'Ids look like host:r1-h01, or vm:group/name for a cloud resource.',
  },
  'image.notFound': {
    meaning: 'The catalogue has no image of this alias or URN.',
    hint: 'Choose one of the catalogue.',
  },
  'image.sizeMismatch': {
    meaning: 'An image cannot run on a size.',
    hint: 'Choose a larger size or another image.',
  },
  'internal.bug': {
    meaning: 'A handler threw or answered outside its own schema; the host log has the stack.',
    hint: 'This is a fault of Racklab, not of what you did. Your document is safe; try again.',
  },
  'ipc.busy': {
    meaning: 'More calls or subscriptions are in flight on one connection than its limit.',
    hint: 'Wait until the earlier requests have been answered, then try again.',
  },
  'ipc.cancelled': {
    meaning: 'The caller cancelled the call before its answer came.',
    hint: 'Ask again if you still need the answer.',
  },
  'ipc.closed': {
    meaning: 'The connection closed with the call unanswered, or was closed already.',
    hint: 'Racklab reconnects by itself; check whether the change arrived before repeating it.',
  },
  'ipc.duplicateId': {
    meaning: 'A call or subscription came with an id not above all earlier ones.',
    hint: 'Reload the page.',
  },
  'ipc.helloExpected': {
    meaning: 'A message came before the greeting that carries the contract hash.',
    hint: 'Reload the page.',
  },
  'ipc.invalid': {
    meaning: 'A message, input or parameter does not fit its schema, or is not plain data.',
    hint: 'Correct the value at the path named.',
  },
  'ipc.invalidReply': {
    meaning: 'The answer or event received does not fit the schema of the contract.',
    hint: 'This is a fault of Racklab. Reload the page; report it if it comes back.',
  },
  'ipc.notDone': {
    meaning: 'There was no connection, so what was asked for was never carried out.',
    hint: 'Ask again; the connection comes back by itself.',
  },
  'ipc.staleClient': {
    meaning: 'Screen and workspace were built from different contracts.',
    hint: 'Reload the page to load the screen that belongs to the running Racklab.',
  },
  'ipc.tokenRefused': {
    meaning: 'The loopback server was started anew and does not take the token of this tab.',
    hint: 'Close this tab and open the address that Racklab printed when it was started.',
  },
  'ipc.tooLarge': {
    meaning: 'A message exceeds the limit of its connection in bytes, values or depth.',
    hint: 'Send less at once.',
  },
  'ipc.tooOften': {
    meaning: 'A client sent messages faster than its connection allows.',
    hint: 'Wait a moment; reload the page if this does not stop.',
  },
  'ipc.unknownCall': {
    meaning: 'The contract has no call of this name.',
    hint: 'Reload the page: the screen may be older than the running Racklab.',
  },
  'ipc.unknownStream': {
    meaning: 'The contract has no stream of this name.',
    hint: 'Reload the page: the screen may be older than the running Racklab.',
  },
  'journal.inconsistent': {
    meaning: 'A sound journal entry does not fit the entries before it.',
    hint: 'Restore a copy of the document, or open it with recovery.',
  },
  'journal.invalidRecord': {
    meaning: 'A sound journal line does not hold an entry this program knows.',
    hint: 'Open it with a newer Racklab, or restore a copy.',
  },
  'json.notCanonical': {
    meaning: 'A value cannot be written as JSON without loss: NaN, half a surrogate pair, a cycle.',
    hint: 'Use finite numbers, well-formed texts, lists and plain objects.',
  },
  'keyframe.differs': {
    meaning: 'A keyframe holds another state than running the journal again gives.',
    hint: 'Delete the file: the journal is the truth.',
  },
  'link.endNotFound': {
    meaning: 'A link was asked for with an end that is neither a host nor a switch.',
    hint: 'A link joins a host with a switch, or two switches.',
  },
  'link.exists': {
    meaning: 'Two devices are linked already.',
    hint: 'Link another pair.',
  },
  'link.notFound': {
    meaning: 'There is no link of this name.',
    hint: 'Check the name; the refusal lists close ones.',
  },
  'link.toItself': {
    meaning: 'A switch was to be linked with itself, or two hosts with each other.',
    hint: 'Link a host with a switch, or two different switches.',
  },
  'load.pointPastPeriod': {
    meaning: 'A step of a rate curve lies outside its period.',
    hint: 'Make the period longer, or drop the step.',
  },
  'load.pointsOutOfOrder': {
    meaning: 'The steps of a rate curve are not in order of time.',
    hint: 'Order the steps by time, each once.',
  },
  'maintenance.applied': {
    meaning: 'A machine was maintained early in the wave under way.',
    hint: 'Choose another machine of the set.',
  },
  'maintenance.empty': {
    meaning: 'Maintenance was asked for on a set without members.',
    hint: 'Create machines in the set first.',
  },
  'maintenance.inSet': {
    meaning: 'Maintenance was asked for on a machine of a set.',
    hint: 'Name the set, which is maintained domain by domain.',
  },
  'maintenance.noSelfService': {
    meaning: 'No maintenance of the machine waits to be begun by its customer.',
    hint: 'The platform does it at its time.',
  },
  'maintenance.notRunning': {
    meaning: 'There is no maintenance to cancel.',
    hint: 'Nothing needs to be done.',
  },
  'maintenance.noWindow': {
    meaning: 'The set has no maintenance window of that scope.',
    hint: 'Nothing needs to be taken away.',
  },
  'maintenance.running': {
    meaning: 'A set is under maintenance already.',
    hint: 'Wait for its end, or cancel it.',
  },
  'maintenance.target': {
    meaning: 'A maintenance names no set, or two of them.',
    hint: 'Name an availability set or a scale set.',
  },
  'maintenance.windowLength': {
    meaning: 'A maintenance window is shorter or longer than the service takes for its scope.',
    hint: 'Choose a length within the bounds.',
  },
  'maintenance.windowScope': {
    meaning: 'A window for images was given to a set that does not upgrade them by itself.',
    hint: 'Turn automatic image upgrades on first.',
  },
  'maintenance.windowZone': {
    meaning: 'A maintenance window names a time zone that is not known.',
    hint: 'Choose one of the list.',
  },
  'model.notFound': {
    meaning: 'The catalogue has no host model of this name.',
    hint: 'Choose one of the catalogue.',
  },
  'name.invalid': {
    meaning: 'A name is empty, too long, or has characters that a name may not have.',
    hint: 'Use letters, digits, "-", "_" and ".", and begin with a letter or digit.',
  },
  'name.taken': {
    meaning: 'Something of this kind, and of this group, has the name already.',
    hint: 'Choose another name, or remove what has it.',
  },
  'nic.inUse': {
    meaning: 'A network interface that belongs to a machine cannot be deleted.',
    hint: 'Delete the machine first.',
  },
  'nic.notFound': {
    meaning: 'There is no network interface of this name.',
    hint: 'Check the name; the refusal lists close ones.',
  },
  'place.inRack': {
    meaning: 'A part was given both a rack and a place to stand in.',
    hint: 'Leave one of the two out.',
  },
  'place.notEmpty': {
    meaning: 'A place that holds other places or racks cannot be removed.',
    hint: 'Remove or move what stands in it first.',
  },
  'place.notFound': {
    meaning: 'There is no place of this name.',
    hint: 'Check the name; the refusal lists close ones.',
  },
  'place.wrongParent': {
    meaning: 'A place cannot stand in a place of that kind, or by itself.',
    hint: 'Name a parent of a kind further out.',
  },
  'playback.nothingPending': {
    meaning: 'A step was asked for and no event is scheduled any more.',
    hint: 'Start a machine or set a load, then step again.',
  },
  'playback.targetPassed': {
    meaning: 'A run was asked to end at a moment that has passed.',
    hint: 'Go back to that moment instead.',
  },
  'power.inUse': {
    meaning: 'A part of the power graph that feeds something cannot be removed.',
    hint: 'Move what it feeds to another part first.',
  },
  'power.notFound': {
    meaning: 'There is no part of the power graph of this name.',
    hint: 'Check the name; the refusal lists close ones.',
  },
  'power.wrongSource': {
    meaning: 'A part cannot be fed by that kind of part, or a cord cannot go there.',
    hint: 'Power flows from utility to UPS, feed, PDU and cord.',
  },
  'rack.full': {
    meaning: 'A rack has no free units in a row for the device.',
    hint: 'Use another rack, or remove a host.',
  },
  'rack.inUse': {
    meaning: 'A rack whose hosts hold machines cannot change its cluster.',
    hint: 'Deallocate or delete those machines first.',
  },
  'rack.notEmpty': {
    meaning: 'A rack with devices in it cannot be removed.',
    hint: 'Remove or move them first.',
  },
  'rack.notFound': {
    meaning: 'There is no rack of this name.',
    hint: 'Check the name; the refusal lists close ones.',
  },
  'rack.positionTaken': {
    meaning: 'Another rack stands at this position of the row.',
    hint: 'Choose another position, or leave it out.',
  },
  'rack.unitTaken': {
    meaning: 'The rack unit is taken, or the device does not fit from there.',
    hint: 'Choose another unit, or leave it out.',
  },
  'reference.ambiguous': {
    meaning: 'A name without its kind or group means more than one thing.',
    hint: 'Write the full id, such as vm:shop/web-1.',
  },
  'scaleSet.domains': {
    meaning: 'A flexible scale set was asked for with more fault domains than it may have.',
    hint: 'Ask for fewer, or make it uniform.',
  },
  'scaleSet.full': {
    meaning: 'A scale set has as many instances as one can have.',
    hint: 'Use a second set.',
  },
  'scaleSet.grace': {
    meaning: 'The grace period of automatic repairs is out of its bounds.',
    hint: 'Choose a time from 10m to 90m.',
  },
  'scaleSet.healthSource': {
    meaning: 'What says whether instances are healthy does not fit the set or its upgrade policy.',
    hint: 'Use the application as the source of health, or put a uniform set behind a balancer.',
  },
  'scaleSet.latest': {
    meaning: 'No instance that may be changed is behind the model of its scale set.',
    hint: 'Change the model first, or take protections away.',
  },
  'scaleSet.imagePinned': {
    meaning:
      'Automatic image upgrades were asked for, of an image that names one version for good.',
    hint: 'Use the latest version of a gallery image, or turn them off.',
  },
  'scaleSet.mixUnfit': {
    meaning: 'Sizes that the service does not mix in one scale set.',
    hint: 'A flexible set takes up to 5 different sizes of A, B, D, E or F, its own among them.',
  },
  'scaleSet.mixUniform': {
    meaning: 'A uniform scale set was to mix regular and spot instances.',
    hint: 'Make the set flexible, or spot as a whole.',
  },
  'scaleSet.noRepairs': {
    meaning: 'A scale set without automatic repairs was to suspend or resume them.',
    hint: 'Turn them on first.',
  },
  'scaleSet.noSpot': {
    meaning: 'A scale set has no spot instance that could be taken back.',
    hint: 'Only spot instances are evicted.',
  },
  'scaleSet.noUpgrade': {
    meaning: 'A rolling upgrade was to be cancelled while none is under way.',
    hint: 'Nothing needs to be cancelled.',
  },
  'scaleSet.notEmpty': {
    meaning: 'A scale set with instances cannot be removed.',
    hint: 'Scale it to 0 first.',
  },
  'scaleSet.notFlexible': {
    meaning: 'A machine was to join or leave a uniform scale set.',
    hint: 'Machines join and leave flexible sets only.',
  },
  'scaleSet.notFound': {
    meaning: 'There is no scale set of this name.',
    hint: 'Check the name; the refusal lists close ones.',
  },
  'scaleSet.notUniform': {
    meaning: 'A policy of uniform scale sets was asked of a flexible one.',
    hint: 'Leave it out, or make the set uniform.',
  },
  'scaleSet.nothingChanged': {
    meaning: 'A change of a scale set asks for what it is already.',
    hint: 'Name what is to be different.',
  },
  'scaleSet.notRolling': {
    meaning: 'A rolling upgrade was asked of a scale set with another upgrade policy.',
    hint: 'Set the policy to rolling, or bring instances to the model by hand.',
  },
  'scaleSet.notice': {
    meaning: 'The notice before the deletion of an instance is out of its bounds.',
    hint: 'Choose a time from 5m to 15m.',
  },
  'scaleSet.otherGroup': {
    meaning: 'A machine of another resource group was to join a scale set.',
    hint: 'Create the machine in the group of the set.',
  },
  'scaleSet.rollingForward': {
    meaning: 'A rolling upgrade of the scale set is under way.',
    hint: 'Let it finish, or cancel it first.',
  },
  'scaleSet.spotSize': {
    meaning: 'A burstable size was to be spot in a scale set.',
    hint: 'Choose a size of another family.',
  },
  'scaleSet.spreads': {
    meaning: 'A machine was to join a scale set with fixed fault domains.',
    hint: 'Attach it to a set with one fault domain.',
  },
  'scaleSet.subnetTooSmall': {
    meaning: 'A scale set was to have more instances than its subnet has addresses left.',
    hint: 'Ask for fewer, or make the set in a larger subnet.',
  },
  'scaleSet.tooMany': {
    meaning: 'A scale set was to have more instances than its placement group holds.',
    hint: 'Ask for fewer, or leave the single placement group.',
  },
  'scaleSet.unchanged': {
    meaning: 'A scale set has the number of instances it was asked to have.',
    hint: 'Ask for another number.',
  },
  'scenario.badName': {
    meaning: 'A name in a scenario is none, perhaps only once its placeholders are filled.',
    hint: 'Use up to 64 letters, digits, ".", "_" and "-", with a letter or digit at both ends.',
  },
  'scenario.badRepeat': {
    meaning: 'A repetition in a scenario makes no sense: no value, no match, or too many copies.',
    hint: 'Look at "each", "count" and "units" of the entry.',
  },
  'scenario.contradiction': {
    meaning: 'Two parts of a scenario cannot both hold.',
    hint: 'Correct one of the two.',
  },
  'scenario.duplicateKey': {
    meaning: 'A key is written twice in one object of a file; only one would count.',
    hint: 'Remove one of the two, or merge them.',
  },
  'scenario.duplicateName': {
    meaning: 'Two things of one kind in a scenario have one name.',
    hint: 'Give one of them another name; in a repeated entry, put {n} into it.',
  },
  'scenario.migrationFailed': {
    meaning: 'An older scenario file could not be raised to the present version.',
    hint: 'Open it with the version that made it.',
  },
  'scenario.missingField': {
    meaning: 'A field that every entry of its kind has is missing in a scenario.',
    hint: 'Add it.',
  },
  'scenario.newerFormat': {
    meaning: 'A scenario file is written in a newer version of the format.',
    hint: 'Open it with a newer Racklab, or ask for it in an older version.',
  },
  'scenario.noVersion': {
    meaning: 'A scenario file does not say which version of the format it is written in.',
    hint: 'Files of this program say "formatVersion": 1.',
  },
  'scenario.notJson': {
    meaning: 'A scenario file is not JSON.',
    hint: 'Correct the text at the place named.',
  },
  'scenario.notOurs': {
    meaning: 'A file is no scenario: its format is another one or missing.',
    hint: 'A scenario file begins with "format": "racklab.scenario".',
  },
  'scenario.referenceNotFound': {
    meaning: 'A scenario mentions something that is not declared up to there.',
    hint: 'Check the name; the refusal lists close ones.',
  },
  'scenario.tooDeep': {
    meaning: 'A file is nested deeper than any scenario.',
    hint: 'Look for an opening bracket too many.',
  },
  'scenario.tooLarge': {
    meaning: 'A file is longer, or has more values, than what is read at most.',
    hint: 'Write repetition once ("count", "each"), or split the scenario.',
  },
  'scenario.tooMany': {
    meaning: 'A scenario stands for more things than a room may have.',
    hint: 'Repeat less.',
  },
  'scenario.truncated': {
    meaning: 'A scenario file ends in the middle of a value.',
    hint: 'Get it again from where it came, or complete it by hand.',
  },
  'scenario.unknownField': {
    meaning: 'A scenario has a field that its place does not know.',
    hint: 'The refusal names the nearest field.',
  },
  'scenario.wrongValue': {
    meaning: 'A value in a scenario has the wrong kind or is out of range.',
    hint: 'Correct the value at the place named.',
  },
  'script.outOfOrder': {
    meaning: 'The timed actions are not in order of time.',
    hint: 'Order the actions by time.',
  },
  'series.tooLong': {
    meaning: 'The span asked for has more buckets than are given out at once.',
    hint: 'Ask for a shorter span.',
  },
  'server.portRefused': {
    meaning: 'The system does not let the loopback server listen on the port asked for.',
    hint: 'Choose a port from 1024 to 65535, or 0 for any free one.',
  },
  'server.portTaken': {
    meaning: 'Another program listens on the port asked for.',
    hint: 'Choose another port, or 0 for any free one; perhaps Racklab is running already.',
  },
  'service.notFound': {
    meaning: 'There is no service of this name.',
    hint: 'Check the name; the refusal lists close ones.',
  },
  'sessions.none': {
    meaning: 'The service keeps no sessions.',
    hint: 'Nothing needs to be done.',
  },
  'sessions.place': {
    meaning: 'Where sessions are kept and the store named do not fit.',
    hint: 'Name a store for sessions kept in one, and none for others.',
  },
  'set.ambiguous': {
    meaning: 'A value was to be set in an entry whose name means several.',
    hint: 'Put the section before the name.',
  },
  'set.malformed': {
    meaning: 'What was to be set was not written as a place and a value.',
    hint: 'Write NAME.FIELD=VALUE.',
  },
  'set.notFound': {
    meaning: 'A value was to be set in an entry that the scenario does not have.',
    hint: 'Check the name; the refusal lists close ones.',
  },
  'size.notFound': {
    meaning: 'The catalogue has no size of this name.',
    hint: 'Choose one of the catalogue.',
  },
  'snapshot.damaged': {
    meaning: 'A checksum of a snapshot does not fit: it was changed after it was written.',
    hint: 'Delete it: an earlier one and the journal lead to the same state.',
  },
  'snapshot.invalid': {
    meaning: 'A snapshot is undamaged but does not fit this program: a part is missing or strange.',
    hint: 'Delete it: the journal leads to the same state.',
  },
  'snapshot.notOurs': {
    meaning: 'The bytes do not begin like a snapshot.',
    hint: 'Derived files can be deleted: the journal holds everything that was decided.',
  },
  'snapshot.otherBehaviour': {
    meaning: 'A snapshot was written by an engine that behaves otherwise.',
    hint: 'Run the scenario again from its start.',
  },
  'snapshot.otherCatalogue': {
    meaning: 'A snapshot belongs to another catalogue than the one loaded.',
    hint: 'Open it with the catalogue its scenario names.',
  },
  'snapshot.truncated': {
    meaning: 'A snapshot ends before its last section does.',
    hint: 'Delete it: an earlier one and the journal lead to the same state.',
  },
  'snapshot.unknownVersion': {
    meaning: 'A snapshot has a container version that this program does not read.',
    hint: 'Open it with the version that wrote it, or delete it.',
  },
  'storage.down': {
    meaning: 'The storage unit with the disks is down.',
    hint: 'Restore it, or ask why it is down.',
  },
  'storage.full': {
    meaning: 'A storage unit has no room for the disks.',
    hint: 'Ask for smaller disks, use another unit, or delete disks nobody uses.',
  },
  'storage.notEmpty': {
    meaning: 'A storage unit with disks on it cannot be removed.',
    hint: 'Delete the disks first.',
  },
  'storage.notFound': {
    meaning: 'There is no storage unit of this name.',
    hint: 'Check the name; the refusal lists close ones.',
  },
  'snapshot.notFound': {
    meaning: 'There is no snapshot of this name.',
    hint: 'Check the name; the refusal lists close ones.',
  },
  'snapshot.tooLarge': {
    meaning: 'More of a disk was said to be used than it has.',
    hint: 'Give what is really used, or leave it out.',
  },
  'store.alreadyReplica': {
    meaning: 'The machine has a replica of the store already.',
    hint: 'Choose another machine.',
  },
  'store.backupTooOften': {
    meaning: 'A backup would not be over before the next, or a log is kept too often.',
    hint: 'Back up less often, or faster.',
  },
  'store.backupUnreachable': {
    meaning: 'The storage unit the backups lie on cannot be reached.',
    hint: 'Bring it back first.',
  },
  'store.noBackup': {
    meaning: 'No backup is old enough to go back to.',
    hint: 'Back up from now on.',
  },
  'store.noPrimary': {
    meaning: 'No replica leads and takes writes at this moment.',
    hint: 'Wait for the failover, or let a replica lead.',
  },
  'store.busy': {
    meaning: 'A replica of the store is taking over at this moment.',
    hint: 'Wait until it leads.',
  },
  'store.isPrimary': {
    meaning: 'The replica is the primary, or the only one there is.',
    hint: 'Let another replica lead first.',
  },
  'store.noQuorum': {
    meaning: 'The side of this replica has too few votes to lead.',
    hint: 'Bring a replica or the witness back, or take the quorum rule away.',
  },
  'store.notFound': {
    meaning: 'There is no store of this name.',
    hint: 'Check the name; the refusal lists close ones.',
  },
  'store.notReplica': {
    meaning: 'The machine has no replica of the store.',
    hint: 'The inspector of the store lists its replicas.',
  },
  'store.primaryAlive': {
    meaning: 'Another replica still leads where this one cannot hear it.',
    hint: 'Wait until it steps down, or force it where no quorum rule stands.',
  },
  'store.replicaUnfit': {
    meaning: 'The replica does not run, or has not been copied completely.',
    hint: 'Start its machine, or wait for the copy.',
  },
  'store.serviceTaken': {
    meaning: 'The requests of the service read and write in another store already.',
    hint: 'Give the new store a load of its own.',
  },
  'store.tooManyReplicas': {
    meaning: 'The store has as many replicas as it may have.',
    hint: 'Take one away first.',
  },
  'store.witness': {
    meaning: 'The kind of witness and the storage unit named do not fit.',
    hint: 'A disk witness lies on a storage unit, the others on none.',
  },
  'store.wouldLose': {
    meaning: 'The replica lacks writes that were answered.',
    hint: 'Wait for a replica that has them, or force it.',
  },
  'sweep.kindsApart': {
    meaning: 'None of the faults named can happen to a part that is named.',
    hint: 'Name other parts, or other faults.',
  },
  'sweep.notSteady': {
    meaning: 'The lab is not healthy before any fault, so a verdict would blame the fault.',
    hint: 'Mend it first.',
  },
  'sweep.tooMany': {
    meaning: 'A sweep would try too many faults.',
    hint: 'Name fewer kinds.',
  },
  'switch.inUse': {
    meaning: 'A switch that hosts are linked to cannot be removed.',
    hint: 'Link those hosts to another switch first.',
  },
  'switch.notFound': {
    meaning: 'There is no switch of this name.',
    hint: 'Check the name; the refusal lists close ones.',
  },
  'template.notFound': {
    meaning: 'There is no template with this id.',
    hint: 'Choose one from the list of templates.',
  },
  'tier.notFound': {
    meaning: 'The catalogue has no disk tier of this name, or none large enough.',
    hint: 'Choose one of the catalogue.',
  },
  'vm.alreadyDeallocated': {
    meaning: 'A machine that holds no host was to be deallocated.',
    hint: 'Start it when it is needed again.',
  },
  'vm.alreadyRunning': {
    meaning: 'A machine that is not stopped was to be started.',
    hint: 'Restart it instead.',
  },
  'vm.busy': {
    meaning: 'An operation is under way on the machine.',
    hint: 'Wait until it is done.',
  },
  'vm.inAvailabilitySet': {
    meaning: 'A machine of an availability set was to join a scale set.',
    hint: 'Recreate it without the availability set first.',
  },
  'vm.inScaleSet': {
    meaning: 'An instance of a scale set was to be changed by itself.',
    hint: 'Change the model of the scale set.',
  },
  'vm.notFound': {
    meaning: 'There is no machine of this name.',
    hint: 'Check the name; the refusal lists close ones.',
  },
  'vm.notInScaleSet': {
    meaning: 'A machine outside any scale set was to be protected from its shrinking.',
    hint: 'Choose an instance of a scale set.',
  },
  'vm.notRunning': {
    meaning: 'A machine that does not run was to be stopped, restarted or given jobs.',
    hint: 'Start it first.',
  },
  'vm.protected': {
    meaning: 'The instance is protected from what its scale set does.',
    hint: 'Take the protection away first.',
  },
  'workspace.busy': {
    meaning: 'Too many requests wait for their turn in the workspace.',
    hint: 'Wait a moment and try again.',
  },
  'workspace.cancelled': {
    meaning: 'A long journey or run was given up by whoever asked for it.',
    hint: 'Ask again, or for a nearer moment.',
  },
  'disk.smallerThanImage': {
    meaning: 'An OS disk is asked for that is smaller than the one its image was made of.',
    hint: 'Ask for a disk as large as that of the image.',
  },
  'gallery.notEmpty': {
    meaning: 'A gallery that is to be removed still has definitions.',
    hint: 'Remove those first.',
  },
  'gallery.notFound': {
    meaning: 'There is no gallery of this name.',
    hint: 'Check the name; the refusal lists close ones.',
  },
  'image.diskTooLarge': {
    meaning: 'A disk with an operating system is larger than its generation allows.',
    hint: 'Keep the data on other disks.',
  },
  'image.diskTooSmall': {
    meaning: 'What is to be on a disk does not fit on it.',
    hint: 'Give it a larger disk.',
  },
  'image.hostContents': {
    meaning: 'A disk is copied from a server, and what is on it was told as well.',
    hint: 'Leave one of the two out.',
  },
  'image.inUse': {
    meaning: 'A scale set makes its instances from the image that is to go.',
    hint: 'Give the set another image first.',
  },
  'image.isoHost': {
    meaning: 'An installation medium is to be started without saying on which host.',
    hint: 'Name the host, or use the image itself.',
  },
  'image.noPlan': {
    meaning: 'An image has no terms that could be accepted.',
    hint: 'Make machines from it.',
  },
  'image.notReady': {
    meaning: 'An image is still being made.',
    hint: 'Wait until it is ready.',
  },
  'image.otherRegion': {
    meaning: 'An image outside a gallery is asked for in another region than its own.',
    hint: 'Put it into a gallery and replicate the version.',
  },
  'image.termsAccepted': {
    meaning: 'The terms of an image were accepted before.',
    hint: 'Make machines from it.',
  },
  'image.termsNotAccepted': {
    meaning: 'An image is sold with a plan whose terms nobody has accepted.',
    hint: 'Accept them once.',
  },
  'imageDefinition.mismatch': {
    meaning: 'A disk is not what its definition says of all versions.',
    hint: 'Add a definition for it.',
  },
  'imageDefinition.notEmpty': {
    meaning: 'A definition that is to be removed still has versions.',
    hint: 'Remove those first.',
  },
  'imageDefinition.notFound': {
    meaning: 'There is no image definition of this name.',
    hint: 'Check the name; the refusal lists close ones.',
  },
  'imageVersion.notFound': {
    meaning: 'A definition has no version of this number.',
    hint: 'The refusal lists those it has.',
  },
  'imageVersion.notReady': {
    meaning: 'A version has no complete replica yet that could be copied.',
    hint: 'Wait until the first one is complete.',
  },
  'imageVersion.notReplicated': {
    meaning: 'A version has no complete replica in the region of the machine.',
    hint: 'Replicate it there, or wait.',
  },
  'imageVersion.nothingChanged': {
    meaning: 'A version is as it is asked to be already.',
    hint: 'Name what is to be different.',
  },
  'imageVersion.oneSource': {
    meaning: 'A version was to be made from none, or from several things.',
    hint: 'Name exactly one source.',
  },
  'imageVersion.taken': {
    meaning: 'A definition has a version of this number already.',
    hint: 'Give the new one a higher number.',
  },
  'managedImage.notFound': {
    meaning: "There is no image of one's own of this name.",
    hint: 'Check the name; the refusal lists close ones.',
  },
  'store.sameIdentity': {
    meaning: 'Two machines that are to hold replicas carry one identity.',
    hint: 'Give one of them an identity of its own.',
  },
  'vm.generalized': {
    meaning: 'A generalized machine was to start, or to be copied as it is.',
    hint: 'Capture it as an image, or delete it.',
  },
  'vm.noAgent': {
    meaning: 'What was asked for is done by the agent, which is not inside the machine.',
    hint: 'Make the machine from a marketplace image.',
  },
  'vm.notGeneralized': {
    meaning: 'A machine that is not generalized was to become a generalized image.',
    hint: 'Generalize it first.',
  },
  'vm.notStopped': {
    meaning: 'A machine that runs was to be generalized or captured.',
    hint: 'Deallocate it first.',
  },
  'move.notFound': {
    meaning: 'There is no move of a server of this name.',
    hint: 'Check the name; the refusal lists close ones.',
  },
  'move.underWay': {
    meaning: 'The server is looked at by another move already.',
    hint: 'Go on with that one, or give it up first.',
  },
  'move.wrongStage': {
    meaning: 'The step comes too early or too late for the stage the move is at.',
    hint: 'The refusal says what comes next.',
  },
  'move.finished': {
    meaning: 'The move is finished; its server is empty.',
    hint: 'There is nothing to go back to.',
  },
  'move.imageMismatch': {
    meaning:
      'A disk is copied as it is, and the image is of another system, processor or firmware.',
    hint: 'Choose an image like the one that is installed.',
  },
  'move.memoryShort': {
    meaning: 'The size has less memory than the server was seen to use.',
    hint: 'Choose a larger size.',
  },
  'move.sourceDown': {
    meaning: 'The server is down or without a network, so nothing can be read from it.',
    hint: 'Bring it back first.',
  },
  'move.neverDone': {
    meaning: 'More changes on the server than the line carries, so the copy would never catch up.',
    hint: 'Take a faster line.',
  },
  'move.testUnderWay': {
    meaning: 'The machine of a test still stands.',
    hint: 'End the test, and wait until its machine is deleted.',
  },
  'move.noTest': {
    meaning: 'The move has no test under way.',
    hint: 'Begin one.',
  },
  'move.windowShort': {
    meaning: 'The window closes before even the last changes are copied.',
    hint: 'Take a longer window.',
  },
  'move.serverHeld': {
    meaning: 'The applications of the server are held back, because their machine has taken over.',
    hint: 'Go back to the server, or finish the move.',
  },
  'service.callsNeedServer': {
    meaning: 'Only a service that begins at a server says what it calls.',
    hint: 'Name the server, or leave the calls out.',
  },
  'service.serverHasHypervisor': {
    meaning: 'A host with a hypervisor holds machines; it serves nobody by itself.',
    hint: 'Name a server with an operating system of its own.',
  },
  'environment.nothingToCopy': {
    meaning: 'The service has no machine that could be copied.',
    hint: 'Put a machine into its pool, or name another service.',
  },
  'environment.notOne': {
    meaning: 'A resource group that is no environment was to get a clock.',
    hint: 'Say what it is for first.',
  },
  'environment.clockZone': {
    meaning: 'The time zone of a clock is not one of those known.',
    hint: 'Choose one of the list in the refusal.',
  },
  'environment.noClock': {
    meaning: 'The environment has no clock that could be taken away.',
    hint: 'Give it one first.',
  },
  'follow.nothingArrives': {
    meaning: 'No request reaches the service within the time that was looked ahead.',
    hint: 'Give it a load, look further ahead, or follow one that is sent now.',
  },
  'follow.nothingFails': {
    meaning: 'Every request within the time that was looked ahead is served.',
    hint: 'Follow the next one, or break something first.',
  },
} as const satisfies Readonly<Record<string, ErrorCodeEntry>>;

export type ErrorCode = keyof typeof errorCodes;
