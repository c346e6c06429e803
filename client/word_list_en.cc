#include "client/word_list.h"

namespace klad::client {
namespace {

constexpr char kEnglish[] = R"(
abandon ability about absence absorb academy accent access accuse achieve acorn
acoustic acquire acrobat across action actor adapt address adhesive adjust
admiral admire advance advice aerial affair afford afternoon again agency agenda
agree aircraft airline airport alarm album alcove algebra alley allow almanac
almond almost along alpaca alphabet already altitude always amateur amaze amber
ambition ambulance amount amuse anaconda anchor angle animal announce annoy
answer antenna anthem antique anvil apartment aperture appear appetite applaud
apple appliance approve apricot apron aquarium aquatic arcade archer archive
arena argument armadillo armchair armor army arrange arrest arrival arrive arrow
artichoke article artist ashtray aside asparagus aspect asphalt assembly assist
assistant assume asteroid astronaut athlete atlas atom attach attend attic
attract audience author autograph autumn avalanche avenue average aviator
avocado avoid awake award axis axle azalea baboon baby bachelor backpack
backyard bacon badge bagel baggage bagpipe bakery balance balcony ballad balloon
balmy bamboo banana bandage banjo banker banquet barber bargain barley barn
barnacle barometer barrel barrier baseball basement bashful basilisk basin
basket bassoon bathroom bathtub battery bazaar beach beanbag beaver become
bedrock bedroom beehive beeswax beetle beginner begonia behave belief bellhop
belly belong benefit benzene berry beside between beverage beyond bicycle
billboard binder biology birch birthday biscuit bishop bison bladder blanket
blend blessing blizzard bloom blossom blouse bluebell blueberry bluebird
blueprint boardwalk boat bobcat bobsled boiler bonfire bonnet bonsai bookcase
booklet bookmark bookshop boomerang boots border bottle bottom boulder bounce
boundary bouquet boutique bowling boxer bracelet bracket brain branch brandy
brass bravery bravo bread breakfast breeze brick bride briefcase brigade bright
broadcast broccoli brochure bronze brook brother brush bubble bucket buckle
buckwheat buffalo buffet builder building bulb bulldozer bullfrog bumper bundle
bungalow burger burrow business butcher butter buttercup butterfly button buyer
buzzer cabbage cabin cabinet cable cactus cadet cafeteria cage calcium calendar
calf cameo camera camp campaign canal canary candidate candle candy cannon canoe
canteen canvas capital capsule captain caramel caravan carbon cardboard cardinal
careful cargo caribou carnival carpenter carpet carrot cartoon cascade cashew
cashier casino castle catalog catamaran catfish cathedral cauldron cavalry
cavern ceiling celebrity celery cellar cello cement census centaur center
century ceramic cereal ceremony chairman chalk challenge chamber champagne
champion change channel chapel chapter character charcoal charger chariot
charity charm chauffeur cheap checker cheddar cheek cheese cheetah chef chemist
cherry chess chestnut chicken chickpea childhood chimney chin chipmunk chisel
chocolate choice choir chorus chowder chrome cider cinema cinnamon circle
circuit circus citadel citizen citrus city civilian clarinet classroom clavicle
clay cleric clerk client cliff climate climb clinic clock clockwork closet cloth
cloud clover clown cluster coach coast cobalt cobbler cobra cockpit cocoa
coconut codfish coffee cognac collage collect colony color column combat combine
comedy comet comfort comma commerce committee community compare compass compete
complain compost computer comrade concept concierge condor cone confetti confirm
conflict congress connect consider construct consul consume contact contain
contest continent convince cookbook coolant cooperate copper copy coral cork
corncob corner cornfield corridor corsair cosine cosmos costume cottage cotton
cougar council counter country couple courage courier cousin covenant cowbell
cowboy coyote crab cradle cranberry crane crater crayon cream create creature
credit crescent cricket crisp crocodile croissant crossbow crossing crossroad
crouton crowd cruise crumb crust crystal cuckoo cucumber culture cupboard
cupcake curator curiosity curious currant curry curtain curve cushion custard
customer cutlass cutlery cyclist cyclone cylinder cymbal cypress daffodil dagger
dahlia dainty dairy dancer dandelion dare dartboard daughter daylight dazzle
deadline dealer debate decade decanter decimal decision deck decline decorate
decoy decree defend defense delivery delta demand democracy denim dentist
deposit depot deputy describe desert design destiny detail detective detour
develop device devotion dewdrop dialect dialog diamond diary diesel diet differ
diffuser digest digit dignity dim dinner dinosaur diploma director disciple
discount discovery discuss dish display dissolve distance district diver divide
doctor document dog dogwood dollar dolphin domain domino donate donkey donut
doorbell doorknob doormat doorway dormitory dosage double dough dove downpour
dozen drag dragon dragonfly drama drawer drawing dreamer dreamy dress drift
drink drizzle drop drum drummer duchess duckling dumpling dungeon dust duty
dwarf dynamo dynasty eager eagle early earmuff earnest earring earth easel east
echo eclipse economy edge edible edition editor education effect effort egg
eggplant eggshell either elastic elbow elect election elegance elegant element
elephant elevator elk embargo embassy emblem embrace emerald emerge emotion
emperor employee empty emu enable enamel enchant endive endless endure energy
engage engine engineer enigma enjoy enlist enough entire entrance envelope
episode equal equator equip erase errand error escape espresso essay establish
estate estuary eternity ethics euro evening event every evidence evolve exact
exam examine example excavator exchange excite exclude exercise exhibit exile
exit expand expert explain explorer expose express extend extra eyebrow eyelid
fabric factory faculty fairway falcon family fancy farmer farmland fashion
fasten father faucet favor fearless feature february fedora feline fence fern
ferret festival fetch fiber fiction fiddle field fierce fiesta fifty fig figure
figurine filament film filter finale finch finger finish fire firefly fireplace
firewood firework fisherman fjord flag flagpole flame flamingo flannel flapjack
flask fleet flexible flight flint flip float floor floret florist flotilla
flounder flower fluffy fluid flute fly foam focus foghorn folder folklore
football footprint forecast forehead forest forever forge forgive forklift
formal formula fortress fortune forum forward fossil fountain fourteen fox
fraction fragile fragment frank freckle freedom freeway freezer freight fresco
fresh friend frigate frog front frontier frozen fruit fuchsia fuel fugitive
funnel furnace furniture fusion future gadget galaxy gallery gallon gander
garage garden gardenia gargoyle garland garlic garment garnet gate gazebo
gazelle gear gelatin generous genius gentle gentleman genuine geology geometry
geranium geyser ghost giant gift gifted giggle ginseng giraffe glacier glad
gladiator glance glass gleam glider glitter global globe glory glossary glue
gnome goalie goblet goddess goggles gold goldfish gondola gong goose gopher
gorilla gospel gossip gourmet govern gown graceful graduate grammar grand
grandson granite grape gravel gravity gravy grease great greeting grid griddle
grill grizzly grocery groove ground groundhog group grow growth guard guava
guess guidance guide guitar gulf gurgle gush gymnasium gymnast gypsum habit
habitat hacksaw haddock hail haircut halibut hallmark hallway halo hamburger
hamlet hammer hammock hamster hand handbag handrail handsome hangar happy harbor
hardware harmonica harmony harness harp harpoon harvest harvester hasty hatchery
hatchet hawk haystack hazelnut headband headlamp health heart heater heaven
hedgehog heel height heirloom helmet helper helpful herb heritage hermit heron
herring hexagon hibiscus hickory hidden highway hiker hillside hilltop hinge
hippo history hobby hockey holiday hollow hollowed hollyhock homeland homework
honesty honey honeybee honeycomb hood hope horizon horn horse horseshoe hospital
hotel hour hourglass housecoat hover however huge humble humor hungry hunter
hurdle hurricane husband hydrant hydrogen hyena hymn iceberg iceboat icicle icon
idea identity idol igloo ignore iguana illusion image immense impact impala
import improve impulse incense include income increase indeed index industry
infant infinity inform inherit ink inlet innkeeper inquire insect inside insight
insignia inspector inspire install instead instinct instruct insulin insurance
intend interest internet interval interview invent invention invite invoice iris
island itinerary ivories ivory ivy jacket jackpot jaguar janitor jar jasmine
javelin jeans jellyfish jersey jester jet jetpack jewel jigsaw joke jolly
jonquil journal journey joy joyful judge juggler juice jukebox july jump
junction jungle junior juniper justice kangaroo karate kayak keen kennel
kerosene kettle keyboard kickoff kidney kilogram kilometer kimono kind kingdom
kinship kiosk kitchen kite kitten kiwi knapsack knee knife knight knitting knob
knowledge koala label labor lace lacrosse ladle lady ladybug lagoon lamb
lampshade landlord landmark lantern laptop lark laser lasso latch laugh laundry
laurel lava lavender lavish lawn lawyer leader leaf league learn leather leave
lecture legend lemon lemonade lemur length lentil leopard lesson letter lettuce
level liberty librarian library license lid lifeboat lifeguard lightning lilac
lily limerick limestone limit limousine linen lion lipstick liquid liquidate
list listen liter litmus lively lizard llama lobster location locker locksmith
logic lollipop lonely longboat lookout lotion lotus lounge loyal lucky lullaby
lumber luminous lunch luxury lynchpin lynx lyric macaroni machine mackerel
maestro magazine magenta magic magician magma magnet magnolia magpie mahogany
mainland majesty majority mallard mammal mammogram mammoth manager mandarin
mandible mandolin manganese mango manor mansion mantis mantle manual maple
marathon marble march margin marigold marina marker marmalade marmot marquee
marvel mascot mask mason massive mastery matador material matrix mattress maybe
meadow meal measure meatball mechanic medicine meerkat meet megaphone mellow
melody melon member memory menagerie mention menu merchant mercury meringue
merlin mermaid message meteor method metro midnight midway mighty mileage milk
milkshake milkweed million millipede minaret mineral mingle minister minnow mint
minute miracle mirror mission mixture mocha model modern modest mohair molasses
molecule moment monarch mongoose monk monocle monsoon monster month monument
moon moonbeam moonlight mooring morning mortar mosaic mosquito moss mother motor
motto mouse mousetrap movement movie mudslide muffin mulberry mulch multiply
muscle museum mushroom music musket muskrat mustang myth napkin narrator nation
native nature navigator navy nearby nebula necklace nectar nectarine needle
neighbor nephew nerve nest network neutron never newborn newspaper newsreel
nickel niece nightfall nimble nimbus nineteen nitrogen noble nobody nod noise
noodle north notebook notice notify nougat novel nozzle nucleus nugget nurse
nursery nutmeg nutshell nylon oak oasis oatmeal obelisk obey object oboe
observer obsidian obstacle obtain obvious occasion occur ocean octagon octave
october octopus odd offer office offshore offspring often oil oilcan ointment
olive omelet onion onyx opal opera operate opinion opponent oppose option oracle
orange orbit orca orchard orchestra orchid oregano organ organize orient origami
origin oriole orphan osprey ostrich otter outcome outdoor outfit outline outside
oven overalls overcoat overcome overpass owe owner oxbow oxygen oyster ozone
package paddle padlock pagoda paint painter pajamas palace palette palm palomino
pamphlet pancake pancreas panda panel panorama panther pantry papaya paper
paperclip paprika papyrus parabola parachute parade paradise paragraph parakeet
parasol parcel parchment pardon parent parish parka parlor parse parsley parsnip
partner party passage passcode passenger passion passport pasta path patience
patient patio patrol pattern pavement pavilion pawnshop payment peaceful peacock
peanut peapod pearl pebble pecan pedal pedestal peek pelican penalty pencil
pendant pendulum penguin peninsula penny pension people pepper perfect perform
perfume perhaps period periscope person persuade petition petunia phantom
pharmacy pheasant phone photo phrase physics piano piccolo pickaxe pickle picnic
picture pie pigeon piglet pilgrim pillar pillow pilot pinball pineapple pinecone
pinwheel pioneer pipeline pistachio piston pitcher pixel pizza placard plague
plain planet plank plankton plaster plate plateau platform platinum platypus
plaudit player playmate plaza plead pleasure plenty plow plum plumage plywood
pocket podium poem polar pole police polish polka pollen polygon pond pontoon
pool popcorn popsicle popular porcelain porch porcupine portal porter portfolio
portion portrait position possess possum postage postcard potato potluck pottery
poultry powder practice prairie praise prawn precious precision predict prefer
prefix premium prepare present president pretend pretzel price primate primer
primrose prior prism privilege problem proceed process producer professor
profile profit program progress project projector promise promote pronoun proof
propeller proper property prophet proposal protein protest proud prove proverb
provide province prune public publish publisher pudding pull pulley pulpit pulse
puma pumpkin pupil puppet puppy purchase pure purity purple purpose pushcart
puzzle pyramid python quail quaint quality quantity quarry quart quarter queen
question queue quick quicksand quiet quill quiver quiz quote rabbit raccoon
radar radiant radiator radio radish raffle rafter railroad rainbow raincoat
rainfall raisin random ranger rapids raspberry rattle raven ravine rawhide
reactor ready reality rearrange recall receipt receive recent recipe recital
recommend record recovery rectangle reduce referee reflect reflex refresh refuge
regatta region register regular reindeer relative relay release reliable relic
remain remark remedy remember remind remote renew repair repeat replace reply
reptile republic request require rescue resemble reserve reservoir resist
resolve resort resource respect response restore result retina retire return
reunion reveal revenue reverse review revise revolver reward rhombus rhubarb
rhyme rhythm ribbon rich ridge rifle ring ripe ritual riverbed rivet roadside
robe robin robot robust rodeo roller romance rookie room rooster rosebud
rosemary rotate route rowboat rowdy royalty rubber rubbish ruby rudder rug ruin
ruler runner runway rural rye saber sack sacred safari safety saffron sailboat
sailor salad salary salesman saliva salmon salsa salt salute sandal sandbox
sandpaper sandstone sandwich sapling sapphire sapsucker sardine satchel
satellite satin satisfy sauce sauna sausage savanna savings saxophone scaffold
scale scallop scarab scarecrow scarf scatter scene scenery schedule scholar
school science scissors scooter score scorpion scout scratch screen screw scribe
script scroll scuba sculptor seafood seagull seahorse search seashell seaside
season seat seaweed secret secretary sector secure seed seesaw segment seldom
seller semester seminar senator sensible sensor sentence separate sequel
sequence sequoia serenade sergeant series serious sermon serpent servant session
setting seven seventy several shade shadow shaft shallow shampoo shamrock shark
shawl sheep shelf shelter shepherd sheriff shield shilling shiny shipment
shipyard shirt shock shoe shoelace shoreline shoulder shovel shower showroom
shrimp shrine shrub shuffle shutter sibling sidewalk siege signal signature
silence silent silkworm silly silver simmer simple since sincere siren sister
sitcom sixteen sixty skate skeleton sketch skill skillet skunk sky skylark
skyline sleepy sleeve sleigh slice slim slingshot slipper slogan slope smart
smile smoke smooth smoothie snail snake snapshot sneaker sneeze snorkel snow
snowball snowflake snowman soap soccer social society sofa software soldier
solemn solid solo solution solve someone sonar sonata soprano sorbet sorrow soul
sound source south souvenir soybean space spaghetti spaniel spareribs sparkle
sparrow spatula spear spearmint special species spectator spectrum speech speedy
sphere spicy spider spin spinach spindle spiral spirit splash spleen splendid
splinter sponge spoon sport spotlight spray spread spring sprinkle sprout spruce
spur spyglass squad square squash squeeze squirrel squirt stable stadia stadium
staff stage stairs stallion stamp standard stapler star starfish statement
station statue steady steak steamboat steel steeple stem stencil stereo steward
sticker stingray stitch stockade stomach stone stool stopwatch storage stork
strand strap strategy stream street streetcar stretch strict stripe strong
structure strudel student studio study stuffing style subject submarine subtle
subway succeed success sudden suffix sugar suggest suit sulfur sultan summit
sundae sundial sunfish sunflower sunlight sunny sunrise sunset supper supply
supreme surface surfboard surfer surgeon surprise surround survey swan sweater
swift swing sword swordfish syllable symbol symmetry symphony syntax syrup
system tabby tablet tackle tadpole talent tall tangelo tangerine tank tape
tapestry tarantula tardy target tariff tarot tassel taxi teacher teakettle team
teapot teardrop teaspoon technique teddy telegram telephone telescope temper
tempest temple tenant tendency tender tennis tent terminal termite terrace
terrapin territory textbook texture theme theory therapist thermal thermos
thesis thick thicket thigh thimble thing thirty thistle thousand thread
threshold thrill throat throne throw thumb thunder tiara tide tiger timber
timeline tin tiptoe tissue titan title toad tobacco toboggan today toddler toe
together tomato tomorrow tongue tonic toolbox tooth topaz topsoil tornado
torpedo tortoise total totem toucan toward towel townhouse tractor trade
tradition traffic tragedy trail trailer transfer transit trapeze tray treadmill
treasure treaty tree treetop trellis trench trial triangle tribe tribute tricorn
tricycle trigger trilogy trinket trio tripod triumph trolley trombone trophy
tropic trouble trousers trout truck truffle trumpet truth tsunami tuba tugboat
tuition tulip tundra turbine turkey turmoil turnip turnstile turquoise turret
turtle tutor tuxedo tweezers twelve twenty twice twig twilight twist tycoon
typeface typhoon typist ukulele umbrella umpire uncle under underwood unfold
unicorn uniform unique unit universe unlock until unusual upbeat update upgrade
upon upright uproar upstairs upward uranium urban urchin urge urn usage useful
usher usual utensil utility vacancy vacation vaccine vacuum valet valor value
vanguard vanilla variety varnish vary vase vault vegetable vehicle veil velocity
velvet vendor ventricle venture veranda verdict verify vermilion verse vessel
veteran viaduct vibrant vicar viceroy vicinity vicious victory video view viking
villa village vinegar vineyard vintage vinyl violet violin virtue visa vision
visitor vitamin vivid vixen vocal vogue voice volcano volley volume volunteer
vortex vote voyage wafer wagon waist waiter waitress walker walkway wallaby
wallet wallpaper walnut walrus waltz wanderer warbler wardrobe warehouse warmth
warning warranty warrior wasabi washer wasp watchman waterfall waterway wave wax
wedding weekday weekend welcome welder whale wheat whirlpool whisker wicker
widget widow wife wigwam wild wildcat wildlife windfall windmill winter wisdom
wishbone wisteria within without witness witty wolf wonder wonderful woodland
woodwind workshop world worm worthy wrap wreath wreck wren wrestler wrinkle
yacht yard yearbook yesterday yeti yodeler yogurt yolk young zealot zebra zenith
zephyr zeppelin zero zesty zigzag zinc zipper zodiac zookeeper zoology zucchini
)";

}  // namespace

absl::string_view EnglishWords() { return kEnglish; }

}  // namespace klad::client
